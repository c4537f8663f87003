import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Stores the cost of all descendants on roots that end, because lists sort by it. Call it in the transaction that ends
 * them, after they are written: by then their whole trees have ended.
 */
export async function sumBelow(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rootRunIds: readonly RunId[],
): Promise<void> {
  if (rootRunIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE runs AS root SET below_cost_micros = below.cost_micros
      FROM (SELECT root_run_id, sum(cost_micros) AS cost_micros FROM runs
             WHERE workspace_id = ${workspaceId}::uuid AND root_run_id = ANY(${[...rootRunIds]}::uuid[])
             GROUP BY root_run_id) AS below
     WHERE root.workspace_id = ${workspaceId}::uuid AND root.id = below.root_run_id`;
}

/**
 * Adds a late cost of a descendant to its root, if that has ended. It locks the root, so call it before the locks of
 * budgets are taken: ending a root takes them in that order.
 */
export async function addBelow(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  costMicros: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE runs AS root
       SET below_cost_micros = root.below_cost_micros
             + CASE WHEN root.finished_at IS NULL THEN 0 ELSE ${costMicros}::bigint END
      FROM runs AS below
     WHERE below.workspace_id = ${workspaceId}::uuid AND below.id = ${runId}::uuid
       AND root.workspace_id = below.workspace_id AND root.id = below.root_run_id`;
}
