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

/** Messages that one process has under way, and of these to one address: a slow one keeps nobody else's waiting. */
const mostAtOnce = 40;
const mostOfEach = 8;
/** Longer than any try may take: whose sender is still alive is not sent a second time. */
const leaseMs = 60_000;

/** Sends what is due, side by side; one in each process that looks. */
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

  /** One at a time in a process, so that no address gets more than its share. */
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
    // Where it was sent all the same, there is no longer a claim to let go of.
    if (signal.aborted) await withSystem(this.#tools.db, (tx) => letGoOfWebhook(tx, due)).catch(warn);
  }

  /** An address with more to be told has its next turn when all that were under way to it have ended. */
  async #ended(sent: Promise<void>, endpointId: WebhookEndpointId): Promise<void> {
    this.#underWay.delete(sent);
    if ([...this.#underWay.values()].includes(endpointId)) return;
    await this.#sendDue().catch((error: unknown) =>
      this.#tools.log.warn({ err: error }, "could not look for webhooks that are due"),
    );
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  /** Lets go of what is under way: another process may send it immediately. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the process ends"));
    await this.#claiming?.catch(() => undefined);
    await this.settled();
  }
}
