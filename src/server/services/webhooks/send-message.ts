import { AppError } from "#core/errors.ts";
import { nextWebhookTryMs, type WebhookOffReason, webhookPatienceMs } from "#core/policy/webhook.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { openRateLimiter } from "#server/db/rate-limiter.ts";
import type { DueWebhook } from "#server/db/webhook/claim-due-webhooks.ts";
import {
  dropDue,
  type PendingDelivery,
  readPendingDelivery,
  settleTry,
} from "#server/db/webhook/delivery-store.ts";
import {
  lockEndpoint,
  noteEndpointTry,
  turnEndpointOff,
  type WebhookEndpoint,
} from "#server/db/webhook/endpoint-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { readMail } from "#server/services/mail/mailer.ts";
import { nobodyIn } from "#server/services/triggers/begin-triggered-run.ts";
import { signMessage } from "./sign-message.ts";
import { openWebhookSecrets } from "./webhook-secrets.ts";
import type { WebhookAnswer, WebhookTools } from "./webhook-tools.ts";

/** How a try ended. */
interface Outcome {
  readonly atMs: number;
  readonly tookMs: number;
  readonly status: number | null;
  /** Null: the message was accepted. */
  readonly error: string | null;
  readonly retryAfterMs: number | null;
}

const gone = 410;

/** Keeps a recurring error, or an attacker, from flooding a member's mailbox. */
export const mailLimit = { name: "mails-by-person", tries: 100, seconds: 86_400 };
const mailsOfPerson = (db: WebhookTools["db"]) => openRateLimiter(db, mailLimit);
const longestError = 500;

/**
 * Makes one try to deliver a claimed message, and records the result. A status from 200 to 299 means that it was
 * accepted. If the process dies meanwhile, the claim expires and the message is sent again, under the same id, so that
 * the receiver can recognise it. A try that `signal` aborts is not counted.
 */
export async function sendMessage(tools: WebhookTools, due: DueWebhook, signal: AbortSignal): Promise<void> {
  const { db, keyring } = tools;
  const { deliveryId, workspaceId } = due;
  const read = await withTenant(db, workspaceId, async (tx) => {
    const message = await readPendingDelivery(tx, workspaceId, deliveryId);
    if (message === null) await dropDue(tx, deliveryId);
    // A secret that cannot be decrypted makes the try fail, and the log says so.
    const secrets =
      message === null
        ? []
        : await openWebhookSecrets(tx, keyring, workspaceId, message.endpointId).catch(toAppError);
    return message === null ? null : { message, secrets };
  });
  if (read === null) return;
  const { message, secrets } = read;
  const outcome =
    message.member === null
      ? await post(tools, due, { message, secrets }, signal)
      : await mail(tools, due, { ...message, member: message.member }, signal);
  if (signal.aborted) return;
  await withTenant(db, workspaceId, (tx) => settle(tx, tools, due, message, outcome));
}

async function post(
  { post: send }: WebhookTools,
  { deliveryId }: DueWebhook,
  { message, secrets }: { readonly message: PendingDelivery; readonly secrets: readonly string[] | AppError },
  signal: AbortSignal,
): Promise<Outcome> {
  const atMs = Date.now();
  const begunAtMs = performance.now();
  const ended = (answer: WebhookAnswer | null, error: string | null): Outcome => ({
    atMs,
    tookMs: Math.round(performance.now() - begunAtMs),
    status: answer?.status ?? null,
    error,
    retryAfterMs: answer?.retryAfterMs ?? null,
  });
  if (secrets instanceof AppError) return ended(null, secrets.message);
  const { url, body } = message;
  const headers = {
    "content-type": "application/json",
    ...signMessage(secrets, { id: deliveryId, atMs, body }),
  };
  try {
    const answer = await send({ url, headers, body }, signal);
    const isTaken = answer.status >= 200 && answer.status < 300;
    return ended(answer, isTaken ? null : `The receiver answered with status ${answer.status}.`);
  } catch (error) {
    return ended(null, toAppError(error).message);
  }
}

async function mail(
  { mailer, db }: WebhookTools,
  { deliveryId }: DueWebhook,
  { member, body }: PendingDelivery & { readonly member: NonNullable<PendingDelivery["member"]> },
  signal: AbortSignal,
): Promise<Outcome> {
  const atMs = Date.now();
  const begunAtMs = performance.now();
  const ended = (error: string | null, retryAfterMs: number | null = null): Outcome => {
    return { atMs, tookMs: Math.round(performance.now() - begunAtMs), status: null, error, retryAfterMs };
  };
  if (mailer === null) return ended("The operator of this Penstock has not set up mail.");
  const waitMs = await mailsOfPerson(db).consume(member.userId);
  if (waitMs !== null) return ended(`More than ${mailLimit.tries} mails in a day.`, waitMs);
  try {
    await mailer.send({ ...readMail(body), to: member.address, id: deliveryId }, signal);
    return ended(null);
  } catch (error) {
    return ended(
      error instanceof Error ? error.message.slice(0, longestError) : "The mail could not be sent.",
    );
  }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}

async function settle(
  tx: TenantTransaction,
  tools: WebhookTools,
  { deliveryId, workspaceId }: DueWebhook,
  { endpointId, tryCount }: PendingDelivery,
  { retryAfterMs, ...made }: Outcome,
): Promise<void> {
  // Waits for anyone who changes the address, or settles another of its messages.
  const endpoint = await lockEndpoint(tx, workspaceId, endpointId);
  if (endpoint === null) return;
  const isFailing = made.error !== null;
  const againAfterMs = isFailing ? nextWebhookTryMs(tryCount + 1, retryAfterMs, tools.random()) : null;
  if (!(await settleTry(tx, workspaceId, { id: deliveryId, made, againAfterMs }))) return;
  await noteEndpointTry(tx, workspaceId, endpointId, isFailing);
  const reason = isFailing ? offReason(endpoint, made) : null;
  if (reason === null || endpoint.offSinceMs !== null) return;
  await turnEndpointOff(tx, workspaceId, endpointId, reason);
  const action = endpoint.kind === "mail" ? "mail.turn-off" : "webhook.turn-off";
  await recordAudit(tx, nobodyIn(workspaceId), action, endpointId, { reason });
}

/** Why nothing more is sent to an address after a failed try. Null: it stays on. */
function offReason(
  { failingSinceMs }: WebhookEndpoint,
  { status, atMs }: Pick<Outcome, "status" | "atMs">,
): WebhookOffReason | null {
  if (status === gone) return "gone";
  return failingSinceMs !== null && atMs - failingSinceMs >= webhookPatienceMs ? "failing" : null;
}
