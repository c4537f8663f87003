import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Deletes a pipeline that has no runs, with its versions, triggers, counts and budgets. False when it no longer exists.
 */
export async function deletePipelineRow(tx: TenantSql, pipelineId: PipelineId): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isDeleted: boolean }[]>`
    SELECT system.delete_pipeline(${pipelineId}::uuid) AS "isDeleted"`;
  return row?.isDeleted === true;
}

/**
 * Deletes a batch of the transaction's workspace, which has no members left. True once the workspace itself is deleted.
 */
export async function deleteWorkspacePiece(tx: TenantSql, rowsAtOnce: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isGone: boolean }[]>`
    SELECT system.delete_workspace_piece(${rowsAtOnce}::int) AS "isGone"`;
  return row?.isGone === true;
}

/** Removes all members, and everything by which the workspace starts runs by itself. */
export async function emptyWorkspace(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`DELETE FROM members WHERE workspace_id = ${workspaceId}::uuid`;
  await tx.$executeRaw`DELETE FROM system.live_triggers WHERE workspace_id = ${workspaceId}::uuid`;
}
