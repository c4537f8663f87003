import type { ErrorInfo } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { Circuit } from "#core/policy/circuit/circuit.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import {
  type CallingAttempt,
  type CircuitRecord,
  type CircuitSubject,
  type StoredCircuit,
  toStored,
} from "./stored-circuit.ts";

/**
 * Locks the circuits of these subjects until the transaction ends, always in the same order. Those with `isNew` are
 * inserted first if absent. A circuit without a row is closed, and not returned.
 */
export async function lockCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  subjects: readonly (CircuitSubject & { readonly isNew: boolean })[],
): Promise<readonly StoredCircuit[]> {
  const rows = JSON.stringify(subjects.map(toSubjectRow));
  const [, locked] = await Promise.all([
    tx.$executeRaw`
      INSERT INTO circuits (workspace_id, provider, model, provider_key_id, state, failures)
      SELECT ${workspaceId}::uuid, provider, model, provider_key_id, 'closed', 0
        FROM jsonb_to_recordset(${rows}::jsonb) AS s(provider text, model text, provider_key_id uuid, is_new boolean)
       WHERE is_new ORDER BY provider, model, provider_key_id
      ON CONFLICT DO NOTHING`,
    tx.$queryRaw<CircuitRecord[]>`
      SELECT c.id, c.revision, c.provider, c.model, c.provider_key_id AS "providerKeyId", c.state, c.failures,
             (extract(epoch FROM c.since) * 1000)::float8 AS "sinceMs", (extract(epoch FROM c.probe_at) * 1000)::float8 AS "probeAtMs",
             c.probe_run_id AS "probeRunId", c.probe_node_id AS "probeNodeId",
             c.probe_attempt AS "probeAttempt", c.last_error AS "lastError"
        FROM jsonb_to_recordset(${rows}::jsonb) AS s(provider text, model text, provider_key_id uuid)
        JOIN circuits c ON c.workspace_id = ${workspaceId}::uuid AND c.provider = s.provider AND c.model = s.model
                       AND c.provider_key_id IS NOT DISTINCT FROM s.provider_key_id
       ORDER BY c.provider, c.model, c.provider_key_id FOR UPDATE OF c`,
  ]);
  return locked.map(toStored);
}

/** A changed circuit. The change clears its probe: only an attempt that asks for one takes it. */
export interface CircuitWrite {
  readonly id: string;
  readonly circuit: Exclude<Circuit, { readonly state: "probing" }>;
  /** Absent: unchanged. */
  readonly error: ErrorInfo | null;
}

/** Writes circuits that this transaction has locked. */
export async function writeCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  writes: readonly CircuitWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  await tx.$executeRaw`
    UPDATE circuits c
       SET state = w.state, failures = w.failures, probe_at = to_timestamp(w.probe_at_ms / 1000),
           since = CASE WHEN w.since_ms IS NOT NULL THEN to_timestamp(w.since_ms / 1000)
                        WHEN c.state <> 'closed' THEN clock_timestamp() ELSE c.since END,
           probe_run_id = NULL, probe_node_id = NULL, probe_attempt = NULL,
           last_error = coalesce(w.error, c.last_error),
           failed_at = CASE WHEN w.error IS NULL THEN c.failed_at ELSE clock_timestamp() END, revision = c.revision + 1
      FROM jsonb_to_recordset(${JSON.stringify(writes.map(toWriteRow))}::jsonb)
        AS w(id uuid, state text, failures int, since_ms float8, probe_at_ms float8, error jsonb)
     WHERE c.workspace_id = ${workspaceId}::uuid AND c.id = w.id`;
}

/**
 * Records that calls were answered, without reading their circuits first: there is almost never a row, and then nothing
 * is written. Does what `hear` of the core decides: clears failures, and closes a circuit whose probe this was.
 */
export async function calmCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  answered: readonly (CircuitSubject & CallingAttempt)[],
): Promise<void> {
  if (answered.length === 0) return;
  const rows = answered.map(({ runId, nodeId, attempt, ...subject }) => ({
    ...toSubjectRow({ ...subject, isNew: false }),
    run_id: runId,
    node_id: nodeId,
    attempt,
  }));
  await tx.$executeRaw`
    WITH troubled AS (
      SELECT c.id
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS a(provider text, model text, provider_key_id uuid, run_id uuid, node_id text, attempt int)
        JOIN circuits c ON c.workspace_id = ${workspaceId}::uuid AND c.provider = a.provider AND c.model = a.model
                       AND c.provider_key_id IS NOT DISTINCT FROM a.provider_key_id
       WHERE (c.state = 'closed' AND c.failures > 0)
          OR (c.probe_run_id = a.run_id AND c.probe_node_id = a.node_id AND c.probe_attempt = a.attempt)
       ORDER BY c.provider, c.model, c.provider_key_id FOR UPDATE OF c
    )
    UPDATE circuits c
       SET state = 'closed', failures = 0, probe_at = NULL, since = CASE WHEN c.state = 'closed' THEN c.since ELSE clock_timestamp() END,
           probe_run_id = NULL, probe_node_id = NULL, probe_attempt = NULL, revision = c.revision + 1
      FROM troubled t WHERE c.workspace_id = ${workspaceId}::uuid AND c.id = t.id`;
}

function toSubjectRow({
  provider,
  model,
  providerKeyId,
  isNew,
}: CircuitSubject & { readonly isNew: boolean }) {
  return { provider, model, provider_key_id: providerKeyId, is_new: isNew };
}

function toWriteRow({ id, circuit, error }: CircuitWrite) {
  const { state } = circuit;
  const opened = state === "open" ? circuit : null;
  return {
    id,
    state,
    failures: state === "closed" ? circuit.failures : 0,
    since_ms: opened?.sinceMs ?? null,
    probe_at_ms: opened?.probeAtMs ?? null,
    error,
  };
}
