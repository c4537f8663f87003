/** Who answers: a vendor, any server that is compatible with OpenAI (`openai-compatible`), or the sandbox. */
export const providerNames = ["anthropic", "openai", "openai-compatible", "sandbox"] as const;
export type ProviderName = (typeof providerNames)[number];

/**
 * A model is written `provider/model`, e.g. `anthropic/claude-haiku-5-5` or `sandbox/brief`, without spaces and
 * characters that cannot be stored.
 */
export const modelRefPattern = new RegExp(`^(${providerNames.join("|")})/[^\\s\\p{Cc}\\p{Cs}]+$`, "u");
export const longestModelRef = 200;

/** The same as `modelRefSchema`, for pages that check before anything is sent. */
export function isModelRef(text: string): boolean {
  return text.length <= longestModelRef && modelRefPattern.test(text);
}

export interface ModelRef {
  readonly provider: ProviderName;
  /** The vendor's own name of the model. */
  readonly model: string;
}

/** Splits at the first slash. Call only with text that `modelRefSchema` accepted. */
export function parseModelRef(text: string): ModelRef {
  const slash = text.indexOf("/");
  const provider = providerOf(text.slice(0, slash));
  if (provider === null) throw new Error(`"${text}" is not written as provider/model`);
  return { provider, model: text.slice(slash + 1) };
}

/** A model as a row stores it, in two columns; null if it names none. */
export function modelRefOf(provider: string | null, model: string | null): ModelRef | null {
  const known = providerOf(provider);
  return known !== null && model !== null ? { provider: known, model } : null;
}

function providerOf(name: string | null): ProviderName | null {
  return providerNames.find((known) => known === name) ?? null;
}
