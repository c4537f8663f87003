import type { JsonObject } from "#core/json/json.ts";
import { normalizeJson, normalizeText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import { type CallSize, fitsRaw, guessOutput, partOf, reportedCount } from "../wire/usage-guess.ts";

/** Fields that say how a call was served, and the values that cost the list price. Older models omit a field. */
const listPriced: readonly (readonly [field: string, name: string, values: readonly string[]])[] = [
  ["inference_geo", "region", ["global", "not_available"]],
  ["speed", "speed", ["standard"]],
  ["service_tier", "tier", ["standard"]],
];

/** Merges a later usage object into an earlier one. A null means "as before" and overwrites nothing. */
export function mergeUsage(earlier: JsonObject, later: JsonObject): JsonObject {
  const told = Object.entries(later).filter(([, value]) => value !== null);
  // fromEntries defines own properties, so a key `__proto__` stays a key.
  const merged = Object.fromEntries([...Object.entries(earlier), ...told]);
  return fitsRaw(merged) ? merged : countsOf(merged);
}

/** The counts of a usage object that is too large to keep whole. */
function countsOf(raw: JsonObject): JsonObject {
  const counts = ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"];
  const kept = [
    ...counts.filter((name) => reportedCount(raw[name]) !== null),
    ...listPriced.map(([field]) => field).filter((field) => String(raw[field] ?? "").length <= 64),
  ];
  return Object.fromEntries(kept.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])));
}

/**
 * The vendor's figures for the call, once it has reported its total output; an estimate where it did not report the
 * input.
 */
export function finalUsage(raw: JsonObject, size: CallSize): ModelUsage {
  return toUsage(raw, size, reportedCount(raw.output_tokens) ?? 0, false);
}

/**
 * The estimated cost of a call without final figures: input as reported at the start, output by its length, at most
 * what the request allowed.
 */
export function estimatedUsage(raw: JsonObject, size: CallSize, outputChars: number): ModelUsage {
  const told = reportedCount(raw.output_tokens) ?? 0;
  return toUsage(raw, size, Math.max(told, guessOutput(outputChars, size)), true);
}

function toUsage(
  raw: JsonObject,
  { expectedInput }: CallSize,
  outputTokens: number,
  estimated: boolean,
): ModelUsage {
  const inputTokens = reportedCount(raw.input_tokens);
  return {
    // What is not reported is unknown, not zero.
    inputTokens: inputTokens ?? expectedInput,
    outputTokens,
    cacheWriteTokens: reportedCount(raw.cache_creation_input_tokens) ?? 0,
    cacheReadTokens: reportedCount(raw.cache_read_input_tokens) ?? 0,
    ...hourlyCacheWrites(raw),
    ...priceFactors(raw),
    estimated: estimated || inputTokens === null,
    raw: normalizeJson(raw),
  };
}

function hourlyCacheWrites(raw: JsonObject): Pick<ModelUsage, "cacheWrite1hTokens"> {
  const hourly = reportedCount(partOf(raw, "cache_creation").ephemeral_1h_input_tokens) ?? 0;
  return hourly === 0 ? {} : { cacheWrite1hTokens: hourly };
}

/** What makes this call's price differ from the list price. */
function priceFactors(raw: JsonObject): Pick<ModelUsage, "priceFactors"> {
  const factors = listPriced.flatMap(([field, name, values]) => {
    const value = raw[field];
    if (typeof value !== "string" || values.includes(value)) return [];
    return [normalizeText(`${name}:${value}`).slice(0, 64)];
  });
  return factors.length === 0 ? {} : { priceFactors: factors };
}
