import { type WorkspaceId, webhookDeliveryIdSchema } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { type TenantTransaction, withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertDelivery } from "#server/db/webhook/delivery-store.ts";
import {
  listListeners,
  listNoticedWorkspaces,
  takeNotices,
  type WebhookNotice,
} from "#server/db/webhook/notice-store.ts";
import { writeMails } from "#server/services/mail/write-mails.ts";
import { describeOccurrence } from "./describe-occurrence.ts";
import type { WebhookTools } from "./webhook-tools.ts";

/** The maximum number of notices per pass, and per transaction of a workspace. */
const batchSize = 1_000;
const atOnce = 50;
/** The maximum number of transactions per workspace and pass. */
const mostRounds = 10;

/**
 * Writes messages for what has happened since the last pass: one for each address and member that wants it. A notice is
 * deleted in the transaction that writes its messages, so each is written once, whoever dies. Any number of processes
 * may call it. Returns how many notices were taken.
 */
export async function writeMessages(tools: WebhookTools): Promise<number> {
  const { db, log } = tools;
  let taken = 0;
  for (const workspaceId of await withSystem(db, (tx) => listNoticedWorkspaces(tx, batchSize))) {
    try {
      for (let round = 1; round <= mostRounds; round += 1) {
        const count = await withTenant(db, workspaceId, (tx) => writeSome(tx, tools, workspaceId));
        taken += count;
        if (count < atOnce) break;
      }
    } catch (error) {
      log.warn({ err: error, workspaceId }, "could not write the messages of webhooks");
    }
  }
  return taken;
}

async function writeSome(
  tx: TenantTransaction,
  tools: WebhookTools,
  workspaceId: WorkspaceId,
): Promise<number> {
  const notices = await takeNotices(tx, workspaceId, atOnce);
  for (const notice of notices) await writeOne(tx, tools, workspaceId, notice);
  return notices.length;
}

async function writeOne(
  tx: TenantTransaction,
  tools: WebhookTools,
  workspaceId: WorkspaceId,
  notice: WebhookNotice,
): Promise<void> {
  if (tools.mailer !== null) await writeMails(tx, tools, workspaceId, notice);
  const { newId, publicOrigin } = tools;
  const { type, subjectId, detail, notedAtMs } = notice;
  const listeners = await listListeners(tx, workspaceId, type);
  if (listeners.length === 0) return;
  const data = await describeOccurrence(tx, workspaceId, notice, publicOrigin);
  if (data === null) return;
  const body = toBody(type, notedAtMs, data);
  const occurrence = `${type}:${subjectId}${detail === "" ? "" : `:${detail}`}`;
  for (const endpointId of listeners) {
    const id = webhookDeliveryIdSchema.parse(newId());
    await insertDelivery(tx, workspaceId, { id, endpointId, type, occurrence, body });
  }
}

/** The body of a message, in the form recommended by Standard Webhooks. */
export function toBody(type: string, atMs: number, data: JsonObject): string {
  return JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data });
}
