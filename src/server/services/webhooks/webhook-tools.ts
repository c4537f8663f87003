import type { Keyring } from "#server/crypto/keyring.ts";
import type { Database } from "#server/db/driver/client.ts";
import type { Logger } from "#server/logger.ts";
import type { Mailer } from "#server/services/mail/mailer.ts";

export interface WebhookRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** The receiver's answer. A redirect counts as an answer and is not followed. */
export interface WebhookAnswer {
  readonly status: number;
  /** The requested delay. Null: none given. */
  readonly retryAfterMs: number | null;
}

/** What is needed to send webhooks. */
export interface WebhookTools {
  readonly db: Database;
  readonly log: Logger;
  readonly keyring: Keyring;
  /** A new UUID of version 7. */
  readonly newId: () => string;
  /** The public URL of this Penstock, without a path. */
  readonly publicOrigin: string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Null: no mail server is configured, and no mails are written. */
  readonly mailer: Mailer | null;
  /**
   * Sends only to the public internet, unless the operator allows more.
   * @throws AppError HTTP_* where there is no answer.
   */
  readonly post: (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookAnswer>;
}
