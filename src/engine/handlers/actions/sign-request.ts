import { AppError } from "#core/errors.ts";

/** What is signed. */
interface Signed {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly body: string | Uint8Array | null;
}

/**
 * The headers of Standard Webhooks, by which a receiver verifies the sender. The id is the same for every try, so that
 * a repeated one can be recognised.
 * @throws AppError SECRET_MALFORMED if the secret is not `whsec_` and base64.
 */
export async function signRequest(
  secret: string,
  { id, timestamp, body }: Signed,
): Promise<{ readonly [name: string]: string }> {
  const hash = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyOf(secret), hash, false, ["sign"]);
  const payload = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), payload]);
  const signature = Buffer.from(await crypto.subtle.sign("HMAC", key, signed)).toString("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  };
}

function keyOf(secret: string): Buffer<ArrayBuffer> {
  const encoded = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret)?.[1];
  const key = Buffer.from(encoded ?? "", "base64");
  if (key.length > 0) return key;
  throw new AppError(
    "SECRET_MALFORMED",
    "sign: the secret must be `whsec_` followed by base64, as Standard Webhooks requires. Replace its value under Provider keys.",
  );
}
