import { z } from "zod";

/** Who answers: a vendor, any server that speaks as OpenAI does (`openai-compatible`), or the sandbox. */
export const providerNames = ["anthropic", "openai", "openai-compatible", "sandbox"] as const;
export const providerNameSchema = z.enum(providerNames);
export type ProviderName = z.infer<typeof providerNameSchema>;

/** A model is written `provider/model`, e.g. `anthropic/claude-haiku-5-5` or `sandbox/brief`. */
export const modelRefSchema = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^(${providerNames.join("|")})/\\S+$`),
    "must be provider/model, e.g. anthropic/claude-haiku-5-5 or sandbox/brief",
  );

export interface ModelRef {
  readonly provider: ProviderName;
  /** The vendor's own name of the model. */
  readonly model: string;
}

/** Splits at the first slash. Call only with text that `modelRefSchema` accepted. */
export function parseModelRef(text: string): ModelRef {
  const slash = text.indexOf("/");
  return { provider: providerNameSchema.parse(text.slice(0, slash)), model: text.slice(slash + 1) };
}

/** A model as a row keeps it, in two columns; null where it names none. */
export function modelRefOf(provider: string | null, model: string | null): ModelRef | null {
  const known = providerNameSchema.safeParse(provider);
  return known.success && model !== null ? { provider: known.data, model } : null;
}
