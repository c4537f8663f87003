import { z } from "zod";

export const providerNames = ["anthropic", "openai", "sandbox"] as const;
export const providerNameSchema = z.enum(providerNames);
export type ProviderName = z.infer<typeof providerNameSchema>;

/** The vendors that this version can call. */
export const callableProviders: ReadonlySet<ProviderName> = new Set<ProviderName>(["anthropic", "sandbox"]);

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

/** Why a model cannot be called, in words that follow the place where it is named; null when it can. */
export function uncallable(text: string): string | null {
  const { provider } = parseModelRef(text);
  if (callableProviders.has(provider)) return null;
  return `names ${text}, but this version of Penstock cannot call models of ${provider}: choose one of ${[...callableProviders].join(" or ")}`;
}

/** A model that this version can call. */
export const callableModelSchema = modelRefSchema.refine(
  (text) => !modelRefSchema.safeParse(text).success || uncallable(text) === null,
  {
    error: ({ input }) => uncallable(String(input)) ?? "cannot be called",
  },
);
