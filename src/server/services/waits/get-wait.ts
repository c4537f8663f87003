import type { WaitId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findDecider, type StoredWaitDetail } from "#server/db/wait/wait-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireWait } from "./require-wait.ts";
import { type SeenWait, seenBy } from "./seen-wait.ts";

/**
 * One wait with all that a decision is made on: what is shown, the form, what the run has cost.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getWait(
  context: ServiceContext,
  { waitId }: { readonly waitId: WaitId },
): Promise<SeenWait<StoredWaitDetail>> {
  authorize(context, "runs.read");
  const { workspaceId, userId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const wait = await requireWait(tx, workspaceId, waitId);
    return seenBy(wait, await findDecider(tx, workspaceId, userId));
  });
}
