import { AppError } from "#core/errors.ts";
import { spendInvitation } from "#server/db/identity/invitation-store.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { UserContext } from "#server/services/context.ts";
import { spent, withInvitation } from "./guard-invitations.ts";

/**
 * Adds the caller to the workspace of an invitation link. Of two people at the same time, one gets in. An existing
 * member keeps their role, and the link stays unused.
 * @throws AppError RATE_LIMITED, NOT_FOUND, CONFLICT when it is no longer valid, or they are already in.
 */
export async function acceptInvitation(
  context: UserContext,
  input: { readonly secret: string; readonly clientAddress: string },
): Promise<{ readonly workspaceSlug: string }> {
  const { userId, ports } = context;
  await ports.rateLimits.consume("invitation-by-address", input.clientAddress);
  return withInvitation(context, input.secret, async (tx, invitation, workspaceId) => {
    const { id, role, workspaceName, workspaceSlug } = invitation;
    if (!(await insertMember(tx, { workspaceId, userId, role }))) {
      throw new AppError(
        "CONFLICT",
        `You are already a member of ${workspaceName}. The link stays unused: pass it on, or revoke it.`,
      );
    }
    if (!(await spendInvitation(tx, workspaceId, id, userId))) throw spent();
    const actor = { workspaceId, userId, tokenId: null };
    await recordAudit(tx, actor, "member.join", userId, { role, invitationId: id });
    return { workspaceSlug };
  });
}
