import type { WebhookEndpointId } from "#core/ids.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import {
  type ClaimedWebhook,
  claimDueWebhooks,
  letGoOfWebhook,
} from "#server/db/webhook/claim-due-webhooks.ts";
import { sendMessage } from "./send-message.ts";
import type { WebhookTools } from "./webhook-tools.ts";
import { writeMessages } from "./write-messages.ts";

/** The maximum number of messages in flight per process, and per address: a slow one does not delay the others. */
const mostAtOnce = 40;
const mostOfEach = 8;
/** Longer than any try may take, so that nothing is sent again while its sender is alive. */
const leaseMs = 60_000;

/** Sends due messages concurrently; one per process. */
export class WebhookSender {
  readonly #tools: WebhookTools;
  readonly #underWay = new Map<Promise<void>, WebhookEndpointId>();
  readonly #stop = new AbortController();
  #claiming: Promise<void> | null = null;

  constructor(tools: WebhookTools) {
    this.#tools = tools;
  }

  /** Writes messages for what has happened, and begins to send what is due. */
  async look(): Promise<void> {
    await writeMessages(this.#tools);
    await this.#sendDue();
  }

  /** One claim at a time per process, so that no address gets more than its share. */
  async #sendDue(): Promise<void> {
    const limit = mostAtOnce - this.#underWay.size;
    if (limit <= 0 || this.#claiming !== null || this.#stop.signal.aborted) return;
    this.#claiming = this.#claim(limit);
    try {
      await this.#claiming;
    } finally {
      this.#claiming = null;
    }
  }

  async #claim(limit: number): Promise<void> {
    const claim = { limit, ofEach: mostOfEach, busy: [...new Set(this.#underWay.values())], leaseMs };
    const due = await withSystem(this.#tools.db, (tx) => claimDueWebhooks(tx, claim));
    for (const one of due) this.#begin(one);
  }

  #begin(due: ClaimedWebhook): void {
    const sent: Promise<void> = this.#send(due).then(() => this.#ended(sent, due.endpointId));
    this.#underWay.set(sent, due.endpointId);
  }

  async #send(due: ClaimedWebhook): Promise<void> {
    const { signal } = this.#stop;
    const warn = (error: unknown) => {
      const { deliveryId } = due;
      this.#tools.log.warn(
        { err: error, deliveryId },
        "a message of a webhook could not be sent; it will be tried again",
      );
    };
    await sendMessage(this.#tools, due, signal).catch((error: unknown) => {
      if (!signal.aborted) warn(error);
    });
    // If it was sent anyway, there is no claim to release.
    if (signal.aborted) await withSystem(this.#tools.db, (tx) => letGoOfWebhook(tx, due)).catch(warn);
  }

  /** An address with more messages gets its next turn when all its messages in flight have ended. */
  async #ended(sent: Promise<void>, endpointId: WebhookEndpointId): Promise<void> {
    this.#underWay.delete(sent);
    if ([...this.#underWay.values()].includes(endpointId)) return;
    await this.#sendDue().catch((error: unknown) =>
      this.#tools.log.warn({ err: error }, "could not look for webhooks that are due"),
    );
  }

  /** Resolves when nothing is in flight. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  /** Releases what is in flight, so that another process may send it immediately. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the process ends"));
    await this.#claiming?.catch(() => undefined);
    await this.settled();
  }
}
