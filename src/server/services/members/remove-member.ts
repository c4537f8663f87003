import type { UserId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { refuseAbove, requireRole } from "./guard-roles.ts";
import { takeOut } from "./take-out.ts";

/**
 * Removes a member, with their own provider keys and tokens. From their next request on, they no longer find the
 * workspace.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT when they are the last owner, or the role was just changed.
 */
export async function removeMember(
  context: ServiceContext,
  { userId }: { readonly userId: UserId },
): Promise<void> {
  authorize(context, "members.manage");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const role = await requireRole(tx, actor.workspaceId, userId);
    refuseAbove(actor, role);
    await takeOut(tx, actor, { userId, role }, "member.remove");
  });
}
