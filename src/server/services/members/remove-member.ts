import type { UserId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteMember } from "#server/db/identity/member-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { keepAnOwner, refuseAbove, requireRole } from "./guard-roles.ts";

/**
 * Removes a member: from their next request on, their sessions and tokens no longer find the workspace.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT when the last owner would be gone.
 */
export async function removeMember(
  context: ServiceContext,
  input: { readonly userId: UserId },
): Promise<void> {
  authorize(context, "members.manage");
  const { actor, db } = context;
  const { workspaceId } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    const role = await requireRole(tx, workspaceId, input.userId);
    refuseAbove(actor, role);
    if (role === "owner") await keepAnOwner(tx, workspaceId, input.userId);
    await deleteMember(tx, workspaceId, input.userId);
    await recordAudit(tx, actor, "member.remove", input.userId, { role });
  });
}
