import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { isAtLeast, type Role } from "#core/policy/roles.ts";
import { parseInvitationSecret } from "#server/crypto/invitation-secret.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findInvitation, type Invitation } from "#server/db/identity/invitation-store.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** An invitation cannot do more than its maker could do now: links of people who left or were demoted stop working. */
export function mayStillInvite(makerRole: Role | null, role: Role): boolean {
  return makerRole !== null && isAllowed(makerRole, "members.manage") && isAtLeast(makerRole, role);
}

/**
 * Does `work` with the invitation of a secret, in its workspace.
 * @throws AppError NOT_FOUND when there is no such invitation, CONFLICT when it is no longer valid.
 */
export function withInvitation<Result>(
  { db }: Pick<ServiceTools, "db">,
  secret: string,
  work: (tx: TenantTransaction, invitation: Invitation, workspaceId: WorkspaceId) => Promise<Result>,
): Promise<Result> {
  const parsed = parseInvitationSecret(secret);
  if (parsed === null) return Promise.reject(unknown());
  const { workspaceId, hash } = parsed;
  return withTenant(db, workspaceId, async (tx) => {
    const invitation = await findInvitation(tx, workspaceId, hash);
    if (invitation === null) throw unknown();
    refuseClosed(invitation);
    return work(tx, invitation, workspaceId);
  });
}

/** The error for an invitation that was already used or revoked. */
export function spent(): AppError {
  return closed("This invitation link has been used. Each link lets one person in.");
}

function refuseClosed(invitation: Invitation): void {
  if (invitation.isUsed) throw spent();
  if (invitation.isRevoked) throw closed("This invitation link was revoked.");
  if (invitation.isExpired) throw closed("This invitation link has expired.");
  if (!mayStillInvite(invitation.makerRole, invitation.role)) {
    throw closed(
      "This invitation link is no longer valid: the person who created it may no longer add members.",
    );
  }
}

function closed(what: string): AppError {
  return new AppError("CONFLICT", `${what} Ask an admin of the workspace for a new one.`);
}

function unknown(): AppError {
  return new AppError(
    "NOT_FOUND",
    "This invitation link is not known. Open the whole link that you were sent, or ask for a new one.",
  );
}
