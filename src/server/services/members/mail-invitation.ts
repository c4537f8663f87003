import { AppError } from "#core/errors.ts";
import type { InvitationId } from "#core/ids.ts";
import { parseEmail } from "#core/policy/email.ts";
import type { MailText } from "#core/policy/mail-text.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findAddressStanding } from "#server/db/identity/address-standing.ts";
import { fieldRefusal } from "#server/services/account/password-rules.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** The result of mailing an invitation. */
export interface InvitationMail {
  readonly address: string;
  /** The mail server's error. Null: it accepted the mail. */
  readonly error: string | null;
}

/** After this time, the caller gets the link without the result of the mail. */
const answerWithinMs = 20_000;

/**
 * Validates the address that an invitation is to be mailed to, and counts it for the sender and for the recipient, so
 * that nobody is flooded.
 * @throws AppError INVALID_INPUT naming the field, RATE_LIMITED.
 */
export async function admitAddress({ actor, ports }: ServiceContext, typed: string): Promise<string> {
  if (ports.mailer === null) {
    throw fieldRefusal("email", "Mail is not set up here. Create a link without an address, and pass it on.");
  }
  const parsed = parseEmail(typed);
  if (!parsed.ok) throw fieldRefusal("email", parsed.message);
  await ports.rateLimits.consume("invitation-mail-by-person", actor.userId);
  await ports.rateLimits.consume("invitation-mail-by-recipient", parsed.email);
  return parsed.email;
}

/**
 * Nothing is mailed to members, nor to removed people: to bring someone back, add them or pass on a link.
 * @throws AppError CONFLICT.
 */
export async function refuseStanding(
  tx: TenantTransaction,
  { actor }: ServiceContext,
  address: string,
): Promise<void> {
  const standing = await findAddressStanding(tx, actor.workspaceId, address);
  if (standing === "member")
    throw new AppError("CONFLICT", `${address} is already a member of this workspace.`);
  if (standing !== "removed") return;
  throw new AppError(
    "CONFLICT",
    `${address} was removed from this workspace, so nothing is mailed there. Add them as a member, or create a link without an address and pass it on.`,
  );
}

/** Sends it now, because the link is not stored and cannot be sent later. Never throws. */
export async function sendInvitation(
  { ports, log }: ServiceContext,
  invitationId: InvitationId,
  address: string,
  mail: MailText,
): Promise<InvitationMail> {
  try {
    if (ports.mailer === null) throw new Error("Mail is not set up here.");
    const signal = AbortSignal.timeout(answerWithinMs);
    await ports.mailer.send({ ...mail, to: address, id: invitationId }, signal);
    return { address, error: null };
  } catch (error) {
    log.warn({ err: error, invitationId }, "an invitation could not be mailed");
    return {
      address,
      error: error instanceof Error ? error.message.slice(0, 300) : "The mail server did not accept it.",
    };
  }
}
