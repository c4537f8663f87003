import type { Json, JsonObject } from "#core/json/json.ts";
import { normalizeJson, normalizeText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";

const charsPerToken = 4;
/** Many times what a usage object takes; it is kept with the attempt. */
const maxRawCharacters = 16_384;
const sentCharsPerToken = 3;

/**
 * Fields that say how a call was made, and the values that cost what the price list says. Models of before a field
 * leave it out.
 */
const listPriced: readonly (readonly [field: string, name: string, values: readonly string[]])[] = [
  ["inference_geo", "region", ["global", "not_available"]],
  ["speed", "speed", ["standard"]],
  ["service_tier", "tier", ["standard"]],
];

/** A later usage object adds to an earlier one; its nulls mean "as before" and overwrite nothing. */
export function mergeUsage(earlier: JsonObject, later: JsonObject): JsonObject {
  const told = Object.entries(later).filter(([, value]) => value !== null);
  // fromEntries defines own properties, so that a key `__proto__` stays a key.
  const merged = Object.fromEntries([...Object.entries(earlier), ...told]);
  return JSON.stringify(merged).length <= maxRawCharacters ? merged : countsOf(merged);
}

/** What is needed of a usage object that is too large to be kept whole. */
function countsOf(raw: JsonObject): JsonObject {
  const counts = ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"];
  const kept = [
    ...counts.filter((name) => countOf(raw[name]) !== null),
    ...listPriced.map(([field]) => field).filter((field) => String(raw[field] ?? "").length <= 64),
  ];
  return Object.fromEntries(kept.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])));
}

/** What a request will be read as, about: for a vendor that does not tell. Rather too much than too little. */
export function expectedInputTokens(sentCharacters: number): number {
  return Math.ceil(sentCharacters / sentCharsPerToken);
}

/**
 * The vendor's figures for the call, once it has told how many tokens it wrote in all; an estimate where it kept the
 * input to itself.
 */
export function finalUsage(raw: JsonObject, expectedInput: number): ModelUsage {
  return toUsage(raw, expectedInput, countOf(raw.output_tokens) ?? 0, false);
}

/**
 * What a call costs that has not told its final figures: input as told at the start, output by its length, and no more
 * of it than the request allowed.
 */
export function estimatedUsage(
  raw: JsonObject,
  call: { readonly expectedInput: number; readonly maxOutput: number; readonly outputChars: number },
): ModelUsage {
  const told = countOf(raw.output_tokens) ?? 0;
  const byLength = Math.min(Math.ceil(call.outputChars / charsPerToken), call.maxOutput);
  return toUsage(raw, call.expectedInput, Math.max(told, byLength), true);
}

/** A count of tokens, or null where the vendor told none. */
export function countOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function toUsage(
  raw: JsonObject,
  expectedInput: number,
  outputTokens: number,
  estimated: boolean,
): ModelUsage {
  const inputTokens = countOf(raw.input_tokens);
  return {
    // What is not told is unknown, and not nothing.
    inputTokens: inputTokens ?? expectedInput,
    outputTokens,
    cacheWriteTokens: countOf(raw.cache_creation_input_tokens) ?? 0,
    cacheReadTokens: countOf(raw.cache_read_input_tokens) ?? 0,
    ...hourlyCacheWrites(raw),
    ...priceFactors(raw),
    estimated: estimated || inputTokens === null,
    raw: normalizeJson(raw),
  };
}

function hourlyCacheWrites(raw: JsonObject): Pick<ModelUsage, "cacheWrite1hTokens"> {
  const kinds = raw.cache_creation;
  if (typeof kinds !== "object" || kinds === null || Array.isArray(kinds)) return {};
  const hourly = countOf(kinds.ephemeral_1h_input_tokens) ?? 0;
  return hourly === 0 ? {} : { cacheWrite1hTokens: hourly };
}

/** What made this call cost something other than the list price says. */
function priceFactors(raw: JsonObject): Pick<ModelUsage, "priceFactors"> {
  const factors = listPriced.flatMap(([field, name, values]) => {
    const value = raw[field];
    if (typeof value !== "string" || values.includes(value)) return [];
    return [normalizeText(`${name}:${value}`).slice(0, 64)];
  });
  return factors.length === 0 ? {} : { priceFactors: factors };
}
