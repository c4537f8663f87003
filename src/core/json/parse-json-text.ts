import { checkJsonLimits, type JsonFault } from "./check-json-limits.ts";
import { describeExcess } from "./describe-size.ts";
import type { Json } from "./json.ts";
import { type JsonLimits, jsonLimits } from "./json-limits.ts";
import { jsonPathAt } from "./json-place.ts";
import { findLossyNumbers, type NumberLiteral } from "./lossy-numbers.ts";
import { cutText, normalizeJson } from "./normalize-text.ts";

export interface JsonTextRefusal {
  readonly ok: false;
  /**
   * `not-json`: the text is not JSON. `refused`: it is, but exceeds a limit or contains what cannot be stored; `fault`
   * says what and where.
   */
  readonly kind: "not-json" | "refused";
  readonly fault: JsonFault;
}

export type JsonTextParse = { readonly ok: true; readonly value: Json } | JsonTextRefusal;

export type ForeignJsonParse =
  | {
      readonly ok: true;
      readonly value: Json;
      /** The numbers that became texts, as they were written, from left to right. */
      readonly numbersAsText: readonly string[];
    }
  | JsonTextRefusal;

/**
 * Parses JSON that a person or a program sent us on purpose. What could not be stored unchanged (too deep, too many,
 * too large, characters that cannot be stored, numbers that would lose digits) is refused, naming its place. No key is
 * special.
 */
export function parseJsonText(text: string, limits: JsonLimits = jsonLimits): JsonTextParse {
  const parsed = parseWithin(text, limits);
  if (!parsed.ok) return parsed;
  const fault = findNumberFault(text);
  return fault === null ? checked(parsed.value, limits) : refused(fault);
}

/**
 * The first number of JSON text that would lose digits, as the reason to refuse it; null if there is none, and for
 * other text.
 */
export function findNumberFault(json: string): JsonFault | null {
  const [first] = findLossyNumbers(json);
  if (first === undefined || !isJsonText(json)) return null;
  const message = describeLossyNumber(first.literal);
  return { code: "INVALID_INPUT", message, path: jsonPathAt(json, first.offset) };
}

/**
 * Parses JSON that came from elsewhere: a model's answer, the body of an HTTP response. Nobody can send it again in a
 * better form, so as much of it as possible is kept: NUL and unpaired surrogates become U+FFFD (after parsing: they may
 * be written as escapes), and a number that JavaScript cannot represent becomes a text of its digits. Only what exceeds
 * a limit is refused, by name.
 */
export function parseForeignJson(text: string, limits: JsonLimits = jsonLimits): ForeignJsonParse {
  const parsed = parseWithin(text, limits);
  if (!parsed.ok) return parsed;
  const lossy = findLossyNumbers(text);
  const value = lossy.length === 0 ? parsed.value : (JSON.parse(withQuoted(text, lossy)) as Json);
  const kept = checked(normalizeJson(value, limits.depth + 1), limits);
  return kept.ok ? { ...kept, numbersAsText: lossy.map(({ literal }) => literal) } : kept;
}

function parseWithin(text: string, limits: JsonLimits): JsonTextParse {
  if (text.length > limits.characters) {
    const message = `as JSON it is ${describeExcess(text.length, limits.characters)}`;
    return refused({ code: "PAYLOAD_TOO_LARGE", message, path: [] });
  }
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be read";
    const message = `it is not JSON: ${reason}`;
    return { ok: false, kind: "not-json", fault: { code: "INVALID_INPUT", message, path: [] } };
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function checked(value: Json, limits: JsonLimits): JsonTextParse {
  const fault = checkJsonLimits(value, limits);
  return fault === null ? { ok: true, value } : refused(fault);
}

function refused(fault: JsonFault): JsonTextRefusal {
  return { ok: false, kind: "refused", fault };
}

/** The message for a number that would lose digits. */
export function describeLossyNumber(literal: string): string {
  const shown = literal.length <= 40 ? literal : `${cutText(literal, 40)}...`;
  return `the number ${shown} has more digits than can be kept; put quotes around it to keep it as text`;
}

/** A number in quotes is a text of its digits. */
function withQuoted(json: string, numbers: readonly NumberLiteral[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { literal, offset } of numbers) {
    parts.push(json.slice(from, offset), `"${literal}"`);
    from = offset + literal.length;
  }
  return parts.join("") + json.slice(from);
}
