import type { UserId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { updateRole } from "#server/db/identity/member-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { keepAnOwner, refuseAbove, refuseChanged, requireRole } from "./guard-roles.ts";

/**
 * Changes a member's role, effective with their next request, also for their tokens.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT when they are the last owner, or somebody else has just changed the
 * role.
 */
export async function changeRole(
  context: ServiceContext,
  input: { readonly userId: UserId; readonly role: Role },
): Promise<void> {
  authorize(context, "members.manage");
  const { actor, db } = context;
  const { workspaceId } = actor;
  refuseAbove(actor, input.role);
  await withTenant(db, workspaceId, async (tx) => {
    const before = await requireRole(tx, workspaceId, input.userId);
    refuseAbove(actor, before);
    if (before === "owner" && input.role !== "owner") await keepAnOwner(tx, workspaceId, input.userId);
    const change = { before, after: input.role };
    if (!(await updateRole(tx, workspaceId, input.userId, change))) {
      await refuseChanged(tx, workspaceId, input.userId);
    }
    await recordAudit(tx, actor, "member.change-role", input.userId, change);
  });
}
