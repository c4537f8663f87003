import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listSavedViews, type SavedView } from "#server/db/views/saved-view-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The caller's own views of the list of runs, ordered by name.
 * @throws AppError FORBIDDEN.
 */
export async function listViews(context: ServiceContext): Promise<readonly SavedView[]> {
  authorize(context, "runs.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => listSavedViews(tx, workspaceId, userId));
}
