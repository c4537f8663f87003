import type { Keyring } from "#server/crypto/keyring.ts";
import type { Database } from "#server/db/driver/client.ts";
import type { Logger } from "#server/logger.ts";
import type { Mailer } from "#server/services/mail/mailer.ts";

export interface WebhookRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** How the other side answered. A redirect is an answer: it is not followed. */
export interface WebhookAnswer {
  readonly status: number;
  /** When it wants to be asked again; null: it does not say. */
  readonly retryAfterMs: number | null;
}

/** What sending webhooks takes. */
export interface WebhookTools {
  readonly db: Database;
  readonly log: Logger;
  readonly keyring: Keyring;
  /** A fresh UUID of version 7. */
  readonly newId: () => string;
  /** Where people reach this Penstock, without a path. */
  readonly publicOrigin: string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Null: the operator has named no server for mail, and no mails are written. */
  readonly mailer: Mailer | null;
  /**
   * Sends it to the public internet alone, unless the operator opens more.
   * @throws AppError HTTP_* where there is no answer.
   */
  readonly post: (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookAnswer>;
}
