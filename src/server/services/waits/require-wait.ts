import { AppError } from "#core/errors.ts";
import type { WaitId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findWait, type StoredWaitDetail } from "#server/db/wait/wait-store.ts";

/** @throws AppError NOT_FOUND when the workspace has no such wait. */
export async function requireWait(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitId: WaitId,
): Promise<StoredWaitDetail> {
  const wait = await findWait(tx, workspaceId, waitId);
  if (wait !== null) return wait;
  throw new AppError("NOT_FOUND", `There is no wait ${waitId} in this workspace.`);
}
