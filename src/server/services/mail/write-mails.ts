import { type WorkspaceId, webhookDeliveryIdSchema, webhookEndpointIdSchema } from "#core/ids.ts";
import { isToldByMail } from "#core/policy/mail.ts";
import { writeMail } from "#core/policy/mail-text.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findWorkspace } from "#server/db/identity/workspace-store.ts";
import { insertDelivery } from "#server/db/webhook/delivery-store.ts";
import { giveMailPlace, listMailedMembers } from "#server/db/webhook/mail-place-store.ts";
import type { WebhookNotice } from "#server/db/webhook/notice-store.ts";
import { describeNews } from "./describe-news.ts";

export interface MailWriter {
  readonly newId: () => string;
  /** The public URL of this Penstock, without a path. */
  readonly publicOrigin: string;
}

/**
 * Writes a mail to each member who wants this notice and may act on it, in the transaction that takes the notice. Mails
 * are tried and settled like messages to webhooks.
 */
export async function writeMails(
  tx: TenantTransaction,
  { newId, publicOrigin }: MailWriter,
  workspaceId: WorkspaceId,
  notice: WebhookNotice,
): Promise<void> {
  const { type } = notice;
  const members = await listMailedMembers(tx, workspaceId);
  const willing = members.filter(({ role, chosen, isOff }) => !isOff && isToldByMail(type, role, chosen));
  if (willing.length === 0) return;
  const described = await describeNews(tx, workspaceId, notice);
  const workspace = await findWorkspace(tx, workspaceId);
  if (described === null || workspace === null) return;
  const { news, path, occurrence, concerns } = described;
  const home = `${publicOrigin}/${workspace.slug}`;
  const places = { workspaceName: workspace.name, url: `${home}${path}`, settingsUrl: `${home}/settings` };
  const body = JSON.stringify(writeMail(news, places));
  for (const { userId } of willing.filter(concerns)) {
    const endpointId = await giveMailPlace(tx, workspaceId, userId, webhookEndpointIdSchema.parse(newId()));
    const id = webhookDeliveryIdSchema.parse(newId());
    await insertDelivery(tx, workspaceId, { id, endpointId, type, occurrence, body });
  }
}
