import type { Json } from "#core/json.ts";
import { checkJsonLimits, type JsonFault } from "./check-json-limits.ts";
import { describeSize } from "./describe-size.ts";
import { type JsonLimits, jsonLimits } from "./json-limits.ts";

export type JsonTextParse =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: JsonFault };

/** Parses JSON text and checks the value: its length before anything is read, then the rest of `checkJsonLimits`. */
export function parseJsonText(text: string, limits: JsonLimits = jsonLimits): JsonTextParse {
  if (text.length > limits.characters) {
    const message = `it is ${describeSize(text.length)} of JSON; the limit is ${describeSize(limits.characters)}`;
    return { ok: false, fault: { code: "PAYLOAD_TOO_LARGE", message, path: [] } };
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    return { ok: false, fault: { code: "INVALID_INPUT", message: `it is not JSON: ${reason}`, path: [] } };
  }
  const fault = checkJsonLimits(value, limits);
  return fault === null ? { ok: true, value } : { ok: false, fault };
}
