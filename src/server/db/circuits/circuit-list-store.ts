import type { ErrorInfo } from "#core/errors.ts";
import type { ProviderKeyId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { CircuitSubject } from "./stored-circuit.ts";

/** A circuit as people see it. Times are milliseconds since the epoch. */
export interface CircuitView {
  readonly provider: ProviderName;
  readonly model: string;
  /** Null: the sandbox. */
  readonly keyId: ProviderKeyId | null;
  readonly keyLabel: string | null;
  readonly state: "closed" | "open" | "probing";
  /** When it opened, or since when it is closed again. Null: it has never been open. */
  readonly sinceMs: number | null;
  /** Consecutive failed calls, while it is closed. */
  readonly failures: number;
  /** When the next call may be made. Null: now, or one is in flight. */
  readonly nextProbeAtMs: number | null;
  /** The run whose call is the current probe. */
  readonly probeRunId: RunId | null;
  readonly lastError: ErrorInfo | null;
  readonly lastErrorAtMs: number | null;
}

/**
 * The circuits that have had failures: those not closed first, then those that failed most recently. Other people's own
 * keys are left out.
 */
export async function listCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
  limit: number,
): Promise<readonly CircuitView[]> {
  return tx.$queryRaw<CircuitView[]>`
    SELECT c.provider, c.model, c.provider_key_id AS "keyId", k.label AS "keyLabel", c.state, c.failures,
           (extract(epoch FROM c.since) * 1000)::float8 AS "sinceMs",
           (extract(epoch FROM c.probe_at) * 1000)::float8 AS "nextProbeAtMs", c.probe_run_id AS "probeRunId",
           c.last_error AS "lastError", (extract(epoch FROM c.failed_at) * 1000)::float8 AS "lastErrorAtMs"
      FROM circuits c
      LEFT JOIN provider_keys k ON k.workspace_id = c.workspace_id AND k.id = c.provider_key_id
     WHERE c.workspace_id = ${workspaceId}::uuid
       AND (c.provider_key_id IS NULL
            OR (k.revoked_at IS NULL AND (k.owner_user_id IS NULL OR k.owner_user_id = ${userId}::uuid)))
     ORDER BY c.state = 'closed', c.failed_at DESC NULLS LAST, c.id LIMIT ${limit}`;
}

/**
 * Closes a circuit and clears its failures. False where there is nothing to close or clear; null where there is no row.
 */
export async function resetCircuit(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { provider, model, providerKeyId }: CircuitSubject,
): Promise<boolean | null> {
  const count = await tx.$executeRaw`
    UPDATE circuits
       SET state = 'closed', failures = 0, probe_at = NULL, since = CASE WHEN state = 'closed' THEN since ELSE clock_timestamp() END,
           probe_run_id = NULL, probe_node_id = NULL, probe_attempt = NULL, revision = revision + 1
     WHERE workspace_id = ${workspaceId}::uuid AND provider = ${provider} AND model = ${model}
       AND provider_key_id IS NOT DISTINCT FROM ${providerKeyId}::uuid AND (state <> 'closed' OR failures > 0)`;
  if (count > 0) return true;
  const rows = await tx.$queryRaw<object[]>`
    SELECT FROM circuits
     WHERE workspace_id = ${workspaceId}::uuid AND provider = ${provider} AND model = ${model}
       AND provider_key_id IS NOT DISTINCT FROM ${providerKeyId}::uuid`;
  return rows.length > 0 ? false : null;
}
