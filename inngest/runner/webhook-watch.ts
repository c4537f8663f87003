import { parseRetryAfter } from "#core/policy/retry-after.ts";
import type { HttpPort } from "#engine/ports.ts";
import type { Logger } from "#server/logger.ts";
import { WebhookSender } from "#server/services/webhooks/webhook-sender.ts";
import type { WebhookTools } from "#server/services/webhooks/webhook-tools.ts";

/** A message leaves within this much of what it is about. */
const everyMs = 1_000;
/** A receiver should take a message and do its work afterwards. */
const timeoutMs = 15_000;
/** Of an answer only the status counts. */
const maxResponseBytes = 1_024;

/**
 * Looks once a second for what webhooks are to be told, and sends it. With either engine, and in as many processes as
 * there are: a row says what is due, and each is held by one. Returns the function that stops looking; what is under
 * way then comes up again elsewhere.
 */
export function watchWebhooks(tools: Omit<WebhookTools, "post">, http: HttpPort, log: Logger): () => void {
  const sender = new WebhookSender({ ...tools, post: postBy(http) });
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await sender.look();
    } catch (error) {
      log.warn({ err: error }, "could not look for what webhooks are to be told");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    void sender.stop();
  };
}

/** Through the guard. A redirect is not followed: what is signed is for this receiver alone. */
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
