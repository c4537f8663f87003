import { AppError } from "#core/errors.ts";
import { webhookEndpointIdSchema } from "#core/ids.ts";
import { type MailKind, mailKindsFor, mailKindsOf, typesOfMail, usualMailKinds } from "#core/policy/mail.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  chooseMails,
  giveMailPlace,
  type MailPlace,
  readMailPlace,
} from "#server/db/webhook/mail-place-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface MailChoice extends Pick<MailPlace, "address" | "offSinceMs" | "lastError"> {
  /** False: no mail server is configured, and nothing is sent. */
  readonly isSetUp: boolean;
  /** The notices that the caller gets by mail in this workspace. */
  readonly kinds: readonly MailKind[];
  /** The notices that their role may get. */
  readonly offered: readonly MailKind[];
}

/** The caller's mail settings in this workspace. @throws AppError FORBIDDEN, NOT_FOUND. */
export async function getMailChoice(context: ServiceContext): Promise<MailChoice> {
  authorize(context, "mail.own");
  const { actor, db, ports } = context;
  const { workspaceId, userId, role } = actor;
  const place = await withTenant(db, workspaceId, (tx) => readMailPlace(tx, workspaceId, userId));
  if (place === null) throw new AppError("NOT_FOUND", "You are not a member of this workspace.");
  const { address, chosen, offSinceMs, lastError } = place;
  const offered = mailKindsFor(role);
  const wanted = chosen === null ? usualMailKinds(role) : mailKindsOf(chosen);
  const kinds = wanted.filter((kind) => offered.includes(kind));
  return { isSetUp: ports.mailer !== null, address, kinds, offered, offSinceMs, lastError };
}

/**
 * Sets exactly which notices of this workspace the caller gets by mail. Mails that were turned off because none could
 * be delivered are turned on again.
 * @throws AppError FORBIDDEN, INVALID_INPUT for notices that the caller's role does not get.
 */
export async function chooseOwnMails(
  context: ServiceContext,
  { kinds }: { readonly kinds: readonly MailKind[] },
): Promise<void> {
  authorize(context, "mail.own");
  const { actor, db, newId } = context;
  const { workspaceId, userId, role } = actor;
  const offered = mailKindsFor(role);
  const wrong = kinds.find((kind) => !offered.includes(kind));
  if (wrong !== undefined)
    throw new AppError("INVALID_INPUT", `kinds: the role ${role} cannot get mail about ${wrong}.`);
  await withTenant(db, workspaceId, async (tx) => {
    const id = await giveMailPlace(tx, workspaceId, userId, webhookEndpointIdSchema.parse(newId()));
    await chooseMails(tx, workspaceId, id, typesOfMail(kinds));
    await recordAudit(tx, actor, "mail.choose", userId, { kinds: [...kinds] });
  });
}
