import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteMember } from "#server/db/identity/member-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { keepAnOwner } from "./guard-roles.ts";

/**
 * Removes the caller from the workspace, whatever their role: from their next request on, it does not exist for them.
 * @throws AppError FORBIDDEN for an API token, CONFLICT when one is the last owner.
 */
export async function leaveWorkspace(context: ServiceContext): Promise<void> {
  authorize(context, "members.leave");
  const { actor, db } = context;
  const { workspaceId, userId, role } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    if (role === "owner") await keepAnOwner(tx, workspaceId, userId);
    await deleteMember(tx, workspaceId, userId);
    await recordAudit(tx, actor, "member.leave", userId, { role });
  });
}
