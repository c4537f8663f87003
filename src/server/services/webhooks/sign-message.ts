import { createHmac } from "node:crypto";

/**
 * The headers of Standard Webhooks: they authenticate the sender, and the id lets the receiver recognise duplicates.
 * Signed with each of the secrets, since a receiver may know only one of them during a rotation.
 * @param secrets `whsec_` and base64
 */
export function signMessage(
  secrets: readonly string[],
  { id, atMs, body }: { readonly id: string; readonly atMs: number; readonly body: string },
): { readonly [header: string]: string } {
  const timestamp = Math.floor(atMs / 1_000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}
