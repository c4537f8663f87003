import type { ErrorInfo } from "#core/errors.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Why a node run failed. Null where it did not. */
export async function readNodeError(
  tx: TenantSql,
  { workspaceId, runId, nodeId }: NodeRunRef,
): Promise<ErrorInfo | null> {
  const rows = await tx.$queryRaw<{ readonly error: ErrorInfo | null }[]>`
    SELECT error FROM node_runs
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${nodeId}`;
  return rows[0]?.error ?? null;
}
