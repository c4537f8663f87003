import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The maximum cost that the ledger reserves for the calls of a run in flight. */
export interface HeldCosts {
  readonly runId: RunId;
  /** Micros of USD. Null: a called model has no known price. */
  readonly heldMicros: number | null;
  /** Includes play money. */
  readonly isSandbox: boolean;
}

/** What is reserved for each of these runs; runs without a model call in flight are left out. */
export async function sumHeld(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly HeldCosts[]> {
  return tx.$queryRaw<HeldCosts[]>`
    SELECT a.run_id AS "runId", bool_or(l.is_sandbox) AS "isSandbox",
           (CASE WHEN bool_or(l.amount_micros IS NULL) THEN NULL ELSE sum(l.amount_micros) END)::float8 AS "heldMicros"
      FROM attempts a
      JOIN ledger_entries l ON l.workspace_id = a.workspace_id AND l.run_id = a.run_id AND l.node_id = a.node_id
       AND l.attempt = a.number AND l.kind = 'reserve'
       AND NOT EXISTS (SELECT FROM ledger_entries s
                        WHERE l.step > 0 AND s.workspace_id = l.workspace_id AND s.run_id = l.run_id AND s.node_id = l.node_id
                          AND s.attempt = l.attempt AND s.step = l.step AND s.kind <> 'reserve')
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.run_id = ANY(${[...runIds]}::uuid[]) AND a.status = 'running'
     GROUP BY a.run_id`;
}
