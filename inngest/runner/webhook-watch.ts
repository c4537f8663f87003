import { parseRetryAfter } from "#core/policy/retry-after.ts";
import type { HttpPort } from "#engine/ports.ts";
import type { Logger } from "#server/logger.ts";
import { WebhookSender } from "#server/services/webhooks/webhook-sender.ts";
import type { WebhookTools } from "#server/services/webhooks/webhook-tools.ts";
import { lookEverySecond, type StopLooking } from "./look-every-second.ts";

/** A receiver should accept a message and do its work afterwards. */
const timeoutMs = 15_000;
/** Of a response only the status counts. */
const maxResponseBytes = 1_024;

/**
 * Looks for messages to webhooks, and sends them. With either engine, and in any number of processes: a row says what
 * is due, and each is held by one. What is under way when it stops is free for another process.
 */
export function watchWebhooks(tools: Omit<WebhookTools, "post">, http: HttpPort, log: Logger): StopLooking {
  const sender = new WebhookSender({ ...tools, post: postBy(http) });
  const stopLooking = lookEverySecond(log, "could not look for messages of webhooks", () => sender.look());
  return async () => {
    await Promise.all([stopLooking(), sender.stop()]);
  };
}

/** Through the guard. A redirect is not followed: what is signed is for this receiver only. */
export function postBy(http: HttpPort): WebhookTools["post"] {
  return async (request, signal) => {
    const { status, headers } = await http.send(
      {
        ...request,
        method: "POST",
        timeoutMs,
        maxResponseBytes,
        okStatuses: [{ from: 300, to: 399 }],
        holdsSecrets: true,
      },
      { signal },
    );
    const source = { get: (name: string) => headers[name] ?? null };
    return { status, retryAfterMs: parseRetryAfter(source, Date.now()) ?? null };
  };
}
