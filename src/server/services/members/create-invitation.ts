import { AppError } from "#core/errors.ts";
import { type InvitationId, invitationIdSchema } from "#core/ids.ts";
import { writeInvitationMail } from "#core/policy/invitation-mail.ts";
import type { Role } from "#core/policy/roles.ts";
import { createInvitationSecret } from "#server/crypto/invitation-secret.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import {
  findInvitation,
  insertInvitation,
  listOpenInvitations,
  revokeInvitation,
} from "#server/db/identity/invitation-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { again } from "#server/services/idempotency.ts";
import { refuseAbove } from "./guard-roles.ts";
import { admitAddress, type InvitationMail, refuseStanding, sendInvitation } from "./mail-invitation.ts";

export interface CreateInvitationInput {
  readonly role: Role;
  /** The address to mail the link to. Absent: it is only shown. */
  readonly email?: string | null | undefined;
  readonly idempotencyKey?: string | null;
}

/** `secret` and `link` are returned here and nowhere else. */
export interface MadeInvitation {
  readonly invitationId: InvitationId;
  readonly secret: string;
  readonly link: string;
  /** Null: no mail was requested. */
  readonly mail: InvitationMail | null;
}

export const invitationDays = 7;
/** The maximum number of open links per workspace. */
export const mostInvitations = 100;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Creates a link that lets in one person, the first to open it. `secret` is returned only here: only its hash is
 * stored. A repeated request, whose answer was lost, therefore creates a new link and revokes the one that nobody has
 * seen.
 *
 * Where an address is given, the link is also mailed there, and the answer says whether that worked. A mailed link may
 * have been seen, so a repeated request leaves it valid and mails nothing.
 * @throws AppError FORBIDDEN, RATE_LIMITED, IDEMPOTENCY_MISMATCH, INVALID_INPUT for a wrong address or where mail is
 * not set up, CONFLICT if too many are open, the address is that of a member or of somebody who was removed, or the
 * same request was made before and its link mailed.
 */
export async function createInvitation(
  context: ServiceContext,
  { role, email, idempotencyKey }: CreateInvitationInput,
): Promise<MadeInvitation> {
  authorize(context, "members.manage");
  const { actor, db, ports, publicOrigin } = context;
  const { workspaceId, userId } = actor;
  refuseAbove(actor, role);
  await ports.rateLimits.consume("invitation-create-by-person", userId);
  const address = email == null ? null : await admitAddress(context, email);
  const { text: secret, hash } = createInvitationSecret(workspaceId);
  // After the #, which browsers do not send, so it appears in no log on the way.
  const link = `${publicOrigin}/invite#${secret}`;
  const request = { userId, role, ...(address === null ? {} : { address }) };
  const { invitationId, text } = await withTenant(db, workspaceId, async (tx) => {
    const made = await again<{ invitationId: InvitationId }>(
      tx,
      actor,
      "members.invite",
      idempotencyKey,
      request,
      async (earlier) => {
        if (earlier !== null && address !== null) throw wasMailed(address);
        if (earlier !== null) await revokeUnseen(tx, context, earlier.invitationId);
        if (address !== null) await refuseStanding(tx, context, address);
        return insert(tx, context, { role, hash, isMailed: address !== null });
      },
    );
    const words = address === null ? null : await findInvitation(tx, workspaceId, hash);
    return { ...made, text: words === null ? null : writeInvitationMail({ ...words, link }) };
  });
  if (address === null || text === null) return { invitationId, secret, link, mail: null };
  return { invitationId, secret, link, mail: await sendInvitation(context, invitationId, address, text) };
}

/** The link is in a mailbox by now, or was shown: it cannot be returned again, nor revoked without being asked. */
function wasMailed(address: string): AppError {
  return new AppError(
    "CONFLICT",
    `This invitation was created before, and its link mailed to ${address}. If the mail does not arrive, revoke that link and invite again.`,
  );
}

async function insert(
  tx: TenantTransaction,
  { actor, clock, newId }: ServiceContext,
  { role, hash, isMailed }: { readonly role: Role; readonly hash: string; readonly isMailed: boolean },
): Promise<{ readonly invitationId: InvitationId }> {
  const { workspaceId, userId } = actor;
  if ((await listOpenInvitations(tx, workspaceId)).length >= mostInvitations) {
    throw new AppError(
      "CONFLICT",
      `The workspace has ${mostInvitations} open invitation links. Revoke one that is no longer needed.`,
    );
  }
  const invitationId = invitationIdSchema.parse(newId());
  const expiresAtMs = clock.nowMs() + invitationDays * dayMs;
  await insertInvitation(tx, workspaceId, { id: invitationId, role, hash, createdBy: userId, expiresAtMs });
  await recordAudit(tx, actor, "invitation.create", invitationId, { role, isMailed });
  return { invitationId };
}

async function revokeUnseen(
  tx: TenantTransaction,
  { actor }: ServiceContext,
  invitationId: InvitationId,
): Promise<void> {
  const isRevoked = await revokeInvitation(tx, actor.workspaceId, invitationId);
  if (isRevoked) await recordAudit(tx, actor, "invitation.revoke", invitationId);
}
