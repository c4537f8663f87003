import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { normalizeJson, normalizeText } from "#core/json/normalize-text.ts";
import { parseForeignJson } from "#core/json/parse-json-text.ts";
import type { TriggerData } from "#core/triggers/run-input.ts";
import {
  type HookContentType,
  hookContentTypes,
  type WebhookTrigger,
} from "#core/triggers/trigger-definition.ts";
import type { HookRequest } from "./verify-sender.ts";

/** Accepts a type with at most a charset parameter; anything else is refused. */
const contentTypePattern = /^([a-z]+\/[a-z0-9.+-]+)(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i;

/**
 * The content of the body, parsed by its declared type only.
 * @throws AppError INVALID_INPUT where the trigger does not accept the type, or the body cannot be parsed.
 */
export function readHookBody(trigger: WebhookTrigger, { headers, body }: HookRequest): Json {
  const type = contentTypeOf(headers);
  if (type === null || !trigger.contentTypes.includes(type)) {
    const takes = `This webhook takes ${trigger.contentTypes.join(", ")} in UTF-8`;
    throw new AppError("INVALID_INPUT", `${takes}; ${saidOf(headers)}.`);
  }
  return readers[type](decode(body));
}

function contentTypeOf(headers: Headers): HookContentType | null {
  const isPlain = encodingOf(headers) === null;
  const name = contentTypePattern.exec(headers.get("content-type") ?? "")?.[1]?.toLowerCase();
  return (isPlain && hookContentTypes.find((type) => type === name)) || null;
}

/** Null: the body is not encoded. */
function encodingOf(headers: Headers): string | null {
  const encoding = headers.get("content-encoding");
  return encoding === null || encoding === "" || encoding === "identity" ? null : encoding.slice(0, 100);
}

function saidOf(headers: Headers): string {
  const encoding = encodingOf(headers);
  if (encoding !== null) return `the body is encoded as ${encoding}: send it as it is`;
  return `the request says ${headers.get("content-type")?.slice(0, 100) || "nothing"}`;
}

const readers: Record<HookContentType, (text: string) => Json> = {
  "application/json"(text) {
    const parsed = parseForeignJson(text, runInputLimits);
    if (!parsed.ok)
      throw new AppError("INVALID_INPUT", `The body cannot be accepted: ${parsed.fault.message}.`);
    return parsed.value;
  },
  "application/x-www-form-urlencoded"(text) {
    const fields = new Map<string, Json>();
    for (const [name, value] of new URLSearchParams(text)) {
      const before = fields.get(name);
      if (before === undefined) fields.set(name, value);
      else if (Array.isArray(before)) before.push(value);
      else fields.set(name, [before, value]);
    }
    return normalizeJson(Object.fromEntries(fields));
  },
  "text/plain": normalizeText,
};

function decode(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new AppError("INVALID_INPUT", "The body is not text in UTF-8.");
  }
}

/** What the run sees of a delivery. */
export function hookData(
  trigger: WebhookTrigger,
  request: HookRequest,
  delivery: { readonly id: string; readonly body: Json },
): TriggerData {
  const names = trigger.scheme === "github" ? ["x-github-event", ...trigger.headers] : trigger.headers;
  const headers: JsonObject = Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, normalizeText(value)]];
    }),
  );
  const receivedAt = new Date(request.nowMs).toISOString();
  return {
    kind: "webhook",
    trigger: trigger.id,
    deliveryId: delivery.id,
    receivedAt,
    headers,
    body: delivery.body,
  };
}

/**
 * The id of a delivery, the same when the sender repeats it. Null where neither the scheme nor the sender gives one:
 * then each request is a new delivery.
 */
export function deliveryIdOf(
  trigger: WebhookTrigger,
  { headers, body }: HookRequest,
  read: Json,
): string | null {
  const field = (name: string): string | null => {
    const value = isJsonObject(read) ? read[name] : null;
    return typeof value === "string" && value !== "" ? value : null;
  };
  switch (trigger.scheme) {
    case "standard":
      return headers.get("webhook-id");
    case "github":
      return headers.get("x-github-delivery");
    case "stripe":
      return field("id");
    case "slack":
      return field("event_id") ?? bodyName(headers.get("x-slack-request-timestamp") ?? "", body);
    case "bearer":
    case "none":
      return headers.get("idempotency-key") ?? headers.get("webhook-id");
  }
}

function bodyName(timestamp: string, body: Buffer): string {
  return createHash("sha256").update(timestamp).update(body).digest("hex");
}
