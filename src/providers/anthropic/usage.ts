import type { Json, JsonObject } from "#core/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";

const charsPerToken = 4;

/** A later usage object adds to an earlier one; its nulls mean "as before" and overwrite nothing. */
export function mergeUsage(earlier: JsonObject, later: JsonObject): JsonObject {
  const told = Object.entries(later).filter(([, value]) => value !== null);
  // fromEntries defines own properties, so that a key `__proto__` stays a key.
  return Object.fromEntries([...Object.entries(earlier), ...told]);
}

/** The vendor's figures for the call, once it has told how many tokens it wrote in all. */
export function finalUsage(raw: JsonObject): ModelUsage {
  return toUsage(raw, countOf(raw.output_tokens) ?? 0, false);
}

/** What a call costs that has not told its final figures: input as told at the start, output by its length. */
export function estimatedUsage(raw: JsonObject, outputChars: number): ModelUsage {
  const told = countOf(raw.output_tokens) ?? 0;
  return toUsage(raw, Math.max(told, Math.ceil(outputChars / charsPerToken)), true);
}

/** A count of tokens, or null where the vendor told none. */
export function countOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function toUsage(raw: JsonObject, outputTokens: number, estimated: boolean): ModelUsage {
  return {
    inputTokens: countOf(raw.input_tokens) ?? 0,
    outputTokens,
    cacheWriteTokens: countOf(raw.cache_creation_input_tokens) ?? 0,
    cacheReadTokens: countOf(raw.cache_read_input_tokens) ?? 0,
    estimated,
    raw,
  };
}
