import { z } from "zod";

/** What an address can be notified of: the ends of root runs, waits for people, and budgets that run low. */
export const webhookTypes = [
  "run.completed",
  "run.failed",
  "run.cancelled",
  "run.timeout",
  "wait.opened",
  "wait.ended",
  "budget.warned",
  "budget.reached",
] as const;
export const webhookTypeSchema = z.enum(webhookTypes);
export type WebhookType = z.infer<typeof webhookTypeSchema>;

/** What is recorded for notifications: the same, plus what only members are notified of, by mail. */
export type NoticeType = WebhookType | "webhook.off";

/** The test message, which no address has to subscribe to. */
export const testWebhookType = "penstock.test";

/**
 * Why nothing is sent to an address: a person turned it off, it has failed for days, or it said that it is gone (410).
 */
export const webhookOffReasonSchema = z.enum(["person", "failing", "gone"]);
export type WebhookOffReason = z.infer<typeof webhookOffReasonSchema>;

export const deliveryStatusSchema = z.enum(["pending", "delivered", "failed"]);
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/**
 * After each failed try: the schedule that Standard Webhooks recommends. With the first try they are ten in about three
 * days.
 */
const retryAfterMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];
export const mostWebhookTries = retryAfterMs.length + 1;

/** The longest delay that a receiver may ask for. */
const mostAskedMs = 24 * hourMs;

/** An address all of whose tries have failed for this long is turned off. */
export const webhookPatienceMs = 5 * 24 * hourMs;

/**
 * How long to wait after a failed try, in milliseconds; null: it was the last one. Spread by up to a fifth, so that
 * messages that failed together do not come together again.
 * @param tries how many were made, including this one
 * @param askedMs the delay that the receiver asked for (Retry-After); null: none
 * @param random from 0 to 1
 */
export function nextWebhookTryMs(tries: number, askedMs: number | null, random: number): number | null {
  const own = retryAfterMs[tries - 1];
  if (own === undefined) return null;
  const spread = Math.round(own * (1 + random / 5));
  return Math.max(spread, Math.min(askedMs ?? 0, mostAskedMs));
}
