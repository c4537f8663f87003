import type { WorkspaceId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import { type CallingAttempt, type CircuitRecord, type StoredCircuit, toStored } from "./stored-circuit.ts";

/** A circuit that is not closed. Its probe, if any, may be alive or dead. */
export interface TroubledCircuit extends StoredCircuit {
  readonly isProbeAlive: boolean;
}

/** A model's circuits that are not closed, one per key. A probe is alive while its attempt holds its lease. */
export async function readTroubledCircuits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { provider, model }: ModelRef,
): Promise<readonly TroubledCircuit[]> {
  const rows = await tx.$queryRaw<(CircuitRecord & { readonly isProbeAlive: boolean })[]>`
    SELECT c.id, c.revision, c.provider, c.model, c.provider_key_id AS "providerKeyId", c.state, c.failures,
           (extract(epoch FROM c.since) * 1000)::float8 AS "sinceMs", (extract(epoch FROM c.probe_at) * 1000)::float8 AS "probeAtMs",
           c.probe_run_id AS "probeRunId", c.probe_node_id AS "probeNodeId",
           c.probe_attempt AS "probeAttempt", c.last_error AS "lastError",
           EXISTS (SELECT FROM system.leases l
                    WHERE l.run_id = c.probe_run_id AND l.node_id = c.probe_node_id
                      AND l.attempt = c.probe_attempt AND l.expires_at > clock_timestamp()) AS "isProbeAlive"
      FROM circuits c
     WHERE c.workspace_id = ${workspaceId}::uuid AND c.provider = ${provider} AND c.model = ${model} AND c.state <> 'closed'`;
  return rows.map((row) => ({ ...toStored(row), isProbeAlive: row.isProbeAlive }));
}

/**
 * Makes an attempt the probe of a circuit, by compare-and-set. False when somebody else has changed the circuit or
 * holds its row lock: it does not wait.
 */
export async function takeProbe(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, revision }: StoredCircuit,
  probe: CallingAttempt,
): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE circuits SET state = 'probing', probe_at = NULL, probe_run_id = ${probe.runId}::uuid, probe_node_id = ${probe.nodeId},
           probe_attempt = ${probe.attempt}, revision = revision + 1
     WHERE workspace_id = ${workspaceId}::uuid
       AND id = (SELECT id FROM circuits WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND revision = ${revision}
                    FOR UPDATE SKIP LOCKED)`;
  return taken === 1;
}
