import type { RepairTurn } from "#core/run/agent/repair-turn.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** An attempt's answer and what was wrong with it. Null where it said nothing, or its text is no longer stored. */
export async function readRepairTurn(
  tx: TenantSql,
  { workspaceId, runId, nodeId }: NodeRunRef,
  attempt: number,
): Promise<RepairTurn | null> {
  const rows = await tx.$queryRaw<RepairTurn[]>`
    SELECT text AS answer, coalesce(error->>'message', '') AS fault FROM attempts
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${nodeId}
       AND number = ${attempt} AND text IS NOT NULL`;
  return rows[0] ?? null;
}
