import type { JsonObject } from "#core/json/json.ts";
import { normalizeJson, normalizeText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import { type CallSize, fitsRaw, guessOutput, partOf, reportedCount } from "../wire/usage-guess.ts";

/** The field names by which a wire reports usage. */
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

/** What is known of the usage of one call. */
export interface KnownUsage {
  readonly words: UsageWords;
  readonly size: CallSize;
  /** The vendor's usage object. Null: it reported none. */
  readonly told: JsonObject | null;
  /** The answer has ended, so nothing more will come. */
  readonly isFinal: boolean;
  /** Length of all output so far, shown or not. */
  readonly outputChars: number;
  /** The service tier of the call, in the vendor's word. Null: not reported. */
  readonly tier: string | null;
  /** The region it was served in, where that affects the price. Null: any. */
  readonly region: string | null;
}

/** Service tiers that cost the list price. */
const listedTiers: ReadonlySet<string | null> = new Set([null, "default", "standard"]);

/**
 * The vendor's figures in disjoint buckets: its input includes cache reads and writes, its output includes reasoning.
 * What was not reported is estimated, and marked so.
 */
export function toUsage(known: KnownUsage): ModelUsage {
  const { words, size, isFinal } = known;
  const raw = known.told ?? {};
  const input = reportedCount(raw[words.input]);
  const output = reportedCount(raw[words.output]);
  const details = partOf(raw, words.inputDetails);
  const total = input ?? size.expectedInput;
  const cacheRead = Math.min(reportedCount(details.cached_tokens) ?? 0, total);
  const cacheWrite = Math.min(reportedCount(details.cache_write_tokens) ?? 0, total - cacheRead);
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

/** What makes this call's price differ from the list price. */
function priceFactors({ tier, region }: KnownUsage): Pick<ModelUsage, "priceFactors"> {
  const factors = [
    ...(region === null ? [] : [`region:${region}`]),
    ...(listedTiers.has(tier) ? [] : [normalizeText(`tier:${tier}`).slice(0, 64)]),
  ];
  return factors.length === 0 ? {} : { priceFactors: factors };
}

/** The counts of a usage object that is too large to keep whole. */
function countsOf(raw: JsonObject, { input, inputDetails, output }: UsageWords): JsonObject {
  const details = partOf(raw, inputDetails);
  const numbers = (object: JsonObject, names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name, reportedCount(object[name])] as const).filter(([, count]) => count !== null),
    );
  return {
    ...numbers(raw, [input, output]),
    [inputDetails]: numbers(details, ["cached_tokens", "cache_write_tokens"]),
  };
}
