import type { JsonObject } from "#core/json/json.ts";
import { normalizeJson, normalizeText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import { type CallSize, countOf, fitsRaw, guessOutput, partOf } from "../wire/usage-guess.ts";

/** By what names a wire reports what was used. */
export interface UsageWords {
  readonly input: string;
  readonly inputDetails: string;
  readonly output: string;
}

export const responsesWords: UsageWords = {
  input: "input_tokens",
  inputDetails: "input_tokens_details",
  output: "output_tokens",
};
export const chatWords: UsageWords = {
  input: "prompt_tokens",
  inputDetails: "prompt_tokens_details",
  output: "completion_tokens",
};

/** What is known of one call's use. */
export interface KnownUsage {
  readonly words: UsageWords;
  readonly size: CallSize;
  /** The vendor's usage object; null: it reported none. */
  readonly told: JsonObject | null;
  /** Nothing more will come: the answer has ended. */
  readonly isFinal: boolean;
  /** Length of all output so far, shown or not. */
  readonly outputChars: number;
  /** By which way of serving the call was made, in the vendor's word; null: it did not say. */
  readonly tier: string | null;
  /** Where it was served, where that has a price; null: anywhere. */
  readonly region: string | null;
}

/** Ways of serving that cost what the price list says. */
const listedTiers: ReadonlySet<string | null> = new Set([null, "default", "standard"]);

/**
 * The vendor's figures in buckets that share no token: its input holds what was read from the cache and written to it,
 * its output holds the reasoning. What was not reported is estimated, and marked.
 */
export function toUsage(known: KnownUsage): ModelUsage {
  const { words, size, isFinal } = known;
  const raw = known.told ?? {};
  const input = countOf(raw[words.input]);
  const output = countOf(raw[words.output]);
  const details = partOf(raw, words.inputDetails);
  const total = input ?? size.expectedInput;
  const cacheRead = Math.min(countOf(details.cached_tokens) ?? 0, total);
  const cacheWrite = Math.min(countOf(details.cache_write_tokens) ?? 0, total - cacheRead);
  return {
    inputTokens: total - cacheRead - cacheWrite,
    outputTokens: outputOf(known, output),
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    ...priceFactors(known),
    estimated: !isFinal || input === null || output === null,
    raw: known.told === null ? null : normalizeJson(fitsRaw(raw) ? raw : countsOf(raw, words)),
  };
}

function outputOf({ isFinal, outputChars, size }: KnownUsage, told: number | null): number {
  if (isFinal && told !== null) return told;
  return Math.max(told ?? 0, guessOutput(outputChars, size));
}

/** What made this call cost something other than the list price says. */
function priceFactors({ tier, region }: KnownUsage): Pick<ModelUsage, "priceFactors"> {
  const factors = [
    ...(region === null ? [] : [`region:${region}`]),
    ...(listedTiers.has(tier) ? [] : [normalizeText(`tier:${tier}`).slice(0, 64)]),
  ];
  return factors.length === 0 ? {} : { priceFactors: factors };
}

/** What is needed of a usage object that is too large to be kept whole. */
function countsOf(raw: JsonObject, { input, inputDetails, output }: UsageWords): JsonObject {
  const details = partOf(raw, inputDetails);
  const numbers = (object: JsonObject, names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name, countOf(object[name])] as const).filter(([, count]) => count !== null),
    );
  return {
    ...numbers(raw, [input, output]),
    [inputDetails]: numbers(details, ["cached_tokens", "cache_write_tokens"]),
  };
}
