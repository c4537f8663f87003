import { AppError } from "#core/errors.ts";
import type { SavedViewId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteSavedView } from "#server/db/views/saved-view-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Removes one of the caller's own views.
 * @throws AppError FORBIDDEN, NOT_FOUND, also for another person's view.
 */
export async function removeView(
  context: ServiceContext,
  { viewId }: { readonly viewId: SavedViewId },
): Promise<void> {
  authorize(context, "runs.read");
  const { workspaceId, userId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const name = await deleteSavedView(tx, workspaceId, userId, viewId);
    if (name === null) throw new AppError("NOT_FOUND", `You have no view ${viewId} in this workspace.`);
    await recordAudit(tx, context.actor, "view.remove", viewId, { name });
  });
}
