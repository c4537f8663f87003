import { AppError } from "#core/errors.ts";
import type { InvitationId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  findInvitationState,
  revokeInvitation as writeRevoked,
} from "#server/db/identity/invitation-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { refuseAbove } from "./guard-roles.ts";

/**
 * Revokes a link before somebody uses it. Idempotent.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT when somebody has used it.
 */
export async function revokeInvitation(
  context: ServiceContext,
  { invitationId }: { readonly invitationId: InvitationId },
): Promise<void> {
  authorize(context, "members.manage");
  const { actor, db } = context;
  const { workspaceId } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    const before = await findInvitationState(tx, workspaceId, invitationId);
    if (before === null)
      throw new AppError("NOT_FOUND", `There is no invitation ${invitationId} in this workspace.`);
    refuseAbove(actor, before.role);
    if (await writeRevoked(tx, workspaceId, invitationId)) {
      await recordAudit(tx, actor, "invitation.revoke", invitationId, { role: before.role });
      return;
    }
    const after = await findInvitationState(tx, workspaceId, invitationId);
    if (after?.isUsed) {
      throw new AppError(
        "CONFLICT",
        "Somebody has used this invitation link. Look for them among the members.",
      );
    }
  });
}
