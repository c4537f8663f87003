import type { DeliveryStatus, WebhookOffReason, WebhookType } from "#core/policy/webhook.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Webhook = RouterOutputs["webhooks"]["list"]["webhooks"][number];
export type Delivery = RouterOutputs["webhooks"]["deliveries"]["deliveries"][number];

/** The labels of a webhook's events. */
export const webhookTypeWords: Readonly<Record<WebhookType, string>> = {
  "run.completed": "A run completed",
  "run.failed": "A run failed",
  "run.cancelled": "A run was stopped",
  "run.timeout": "A run took too long",
  "wait.opened": "A decision is asked for",
  "wait.ended": "A decision was made, or is no longer needed",
  "budget.warned": "A budget passed its warning threshold",
  "budget.reached": "A budget had no room for a call",
};

export const offWords: Readonly<Record<WebhookOffReason, string>> = {
  person: "Somebody turned it off.",
  failing: "Every message failed for five days.",
  gone: "It answered that it is gone (410).",
};

/** The status of a message, in the style of a run's. */
export const deliveryLooks = {
  pending: "pending",
  delivered: "completed",
  failed: "failed",
} as const satisfies Readonly<Record<DeliveryStatus, string>>;

/** The result of the last attempt; null before the first. */
export function lastTryWords({ tries }: Pick<Delivery, "tries">): string | null {
  const last = tries.at(-1);
  if (last === undefined) return null;
  const count = tries.length === 1 ? "1 try" : `${tries.length} tries`;
  return `${count}; the last: ${last.error ?? `answered with status ${last.status}`}`;
}
