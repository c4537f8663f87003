import { AppError } from "#core/errors.ts";
import { type SavedViewId, savedViewIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listSavedViews, writeSavedView } from "#server/db/views/saved-view-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** More would be hard to choose from. */
export const mostViews = 50;

/**
 * Saves a private view of the list of runs; one of the same name is replaced.
 * @throws AppError FORBIDDEN, CONFLICT when there are too many.
 */
export async function saveView(
  context: ServiceContext,
  view: { readonly name: string; readonly query: string },
): Promise<{ readonly viewId: SavedViewId }> {
  authorize(context, "runs.read");
  const { actor, newId } = context;
  const { workspaceId, userId } = actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const views = await listSavedViews(tx, workspaceId, userId);
    if (views.length >= mostViews && !views.some(({ name }) => name === view.name)) {
      throw new AppError("CONFLICT", `You may have at most ${mostViews} views. Remove one first.`);
    }
    const viewId = await writeSavedView(tx, workspaceId, userId, {
      id: savedViewIdSchema.parse(newId()),
      ...view,
    });
    await recordAudit(tx, actor, "view.save", viewId, { name: view.name });
    return { viewId };
  });
}
