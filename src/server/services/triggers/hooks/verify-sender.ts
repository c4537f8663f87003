import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { HookScheme } from "#core/triggers/trigger-definition.ts";

/** A webhook request before it is authenticated. */
export interface HookRequest {
  readonly headers: Headers;
  /** The raw bytes, which the signature covers. */
  readonly body: Buffer;
  readonly nowMs: number;
}

/** The maximum difference between the sender's clock and ours; it also keeps an old request from being replayed. */
const toleranceMs = 5 * 60_000;

/**
 * Whether the sender knows one of these secrets. Every scheme compares in constant time, and with all secrets each
 * time.
 */
export function isFromSender(scheme: HookScheme, secrets: readonly string[], request: HookRequest): boolean {
  if (scheme === "none") return true;
  const matches = secrets.map((secret) => checks[scheme](secret, request));
  return matches.includes(true);
}

const checks: Record<Exclude<HookScheme, "none">, (secret: string, request: HookRequest) => boolean> = {
  standard(secret, { headers, body, nowMs }) {
    const id = headers.get("webhook-id") ?? "";
    const timestamp = headers.get("webhook-timestamp") ?? "";
    const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
    const expected = `v1,${hmac(standardKey(secret), signed).toString("base64")}`;
    // While a sender changes its secret, one header contains several signatures.
    const given = (headers.get("webhook-signature") ?? "").split(" ");
    return anySame(given, expected) && isFresh(timestamp, nowMs) && id !== "";
  },
  github(secret, { headers, body }) {
    return isSame(headers.get("x-hub-signature-256") ?? "", `sha256=${hmac(secret, body).toString("hex")}`);
  },
  stripe(secret, { headers, body, nowMs }) {
    const parts = (headers.get("stripe-signature") ?? "").split(",").map((part) => part.trim());
    const timestamp = parts.find((part) => part.startsWith("t="))?.slice(2) ?? "";
    const given = parts.filter((part) => part.startsWith("v1=")).map((part) => part.slice(3));
    const expected = hmac(secret, Buffer.concat([Buffer.from(`${timestamp}.`), body])).toString("hex");
    return anySame(given, expected) && isFresh(timestamp, nowMs);
  },
  slack(secret, { headers, body, nowMs }) {
    const timestamp = headers.get("x-slack-request-timestamp") ?? "";
    const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]);
    const isSigned = isSame(
      headers.get("x-slack-signature") ?? "",
      `v0=${hmac(secret, signed).toString("hex")}`,
    );
    return isSigned && isFresh(timestamp, nowMs);
  },
  bearer(secret, { headers }) {
    const [word = "", token = ""] = (headers.get("authorization") ?? "").split(" ", 2);
    return isSame(token, secret) && word.toLowerCase() === "bearer";
  },
};

function hmac(key: string | Buffer, text: Buffer): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** `whsec_` followed by base64; any other secret is used as it is. */
function standardKey(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret)?.[1];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, "base64");
}

function isFresh(timestamp: string, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs - Number(timestamp) * 1_000) <= toleranceMs;
}

function anySame(given: readonly string[], expected: string): boolean {
  return given
    .slice(0, 10)
    .map((one) => isSame(one, expected))
    .includes(true);
}

/** Compares digests, so that timing reveals neither the length nor where the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
