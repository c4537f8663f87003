import type { WorkspaceId } from "#core/ids.ts";
import type { SystemTransaction } from "../driver/with-tenant.ts";

/** Takes workspaces that are due for clearing. Each goes to one caller, and is due again after this interval. */
export async function takeClearings(
  tx: SystemTransaction,
  limit: number,
  againAfterMs: number,
): Promise<readonly WorkspaceId[]> {
  const rows = await tx.$queryRaw<{ workspaceId: WorkspaceId }[]>`
    UPDATE system.clearings SET look_at = clock_timestamp() + make_interval(secs => ${againAfterMs / 1000}::float8)
     WHERE workspace_id IN (SELECT workspace_id FROM system.clearings WHERE look_at <= statement_timestamp()
                             ORDER BY look_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING workspace_id AS "workspaceId"`;
  return rows.map(({ workspaceId }) => workspaceId);
}

/** There was more to clear than one pass may do. */
export async function clearAgainSoon(
  tx: SystemTransaction,
  workspaceId: WorkspaceId,
  afterMs: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.clearings SET look_at = clock_timestamp() + make_interval(secs => ${afterMs / 1000}::float8)
     WHERE workspace_id = ${workspaceId}::uuid`;
}
