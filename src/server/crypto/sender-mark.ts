import { createHash } from "node:crypto";

/** The header by which a Penstock recognises requests of its own pipelines, whatever host name they call. */
export const senderHeader = "x-penstock-sender";

/**
 * The value of that header on every HTTP request of pipelines of the Penstock at `publicOrigin`. It reveals nothing to
 * its receiver.
 */
export function senderMark(publicOrigin: string): string {
  return createHash("sha256").update(publicOrigin).digest("hex").slice(0, 32);
}
