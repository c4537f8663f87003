import { createHash } from "node:crypto";

/** The header by which a Penstock knows requests of its own pipelines, under whatever name they call it. */
export const senderHeader = "x-penstock-sender";

/**
 * What every HTTP request of the pipelines of the Penstock at `publicOrigin` carries in that header. Tells its receiver
 * nothing.
 */
export function senderMark(publicOrigin: string): string {
  return createHash("sha256").update(publicOrigin).digest("hex").slice(0, 32);
}
