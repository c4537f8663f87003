import type { SavedViewId, UserId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A named view of the list of runs, private to its owner. */
export interface SavedView {
  readonly id: SavedViewId;
  readonly name: string;
  /** The query string of the list's URL: `?status=failed`, or empty. */
  readonly query: string;
}

/** One person's views, ordered by name. */
export async function listSavedViews(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<readonly SavedView[]> {
  return tx.$queryRaw<SavedView[]>`
    SELECT id, name, query FROM saved_views
     WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid AND page = 'runs' ORDER BY lower(name), id`;
}

/** Inserts a view, or replaces the one of the same name. Returns its id. */
export async function writeSavedView(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
  { id, name, query }: SavedView,
): Promise<SavedViewId> {
  const [row] = await tx.$queryRaw<{ id: SavedViewId }[]>`
    INSERT INTO saved_views (id, workspace_id, user_id, page, name, query)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${userId}::uuid, 'runs', ${name}, ${query})
        ON CONFLICT (workspace_id, user_id, page, name) DO UPDATE SET query = excluded.query
    RETURNING id`;
  return row?.id ?? id;
}

/** The name of the deleted view. Null when the person has no such view. */
export async function deleteSavedView(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
  id: SavedViewId,
): Promise<string | null> {
  const [gone] = await tx.$queryRaw<{ name: string }[]>`
    DELETE FROM saved_views
     WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid AND id = ${id}::uuid
    RETURNING name`;
  return gone?.name ?? null;
}
