import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { ModelInfo } from "#core/model/model-info.ts";
import type { VendorClient } from "./client.ts";

const listSchema = z.object({ data: z.array(z.unknown()) });

const count = z.number().int().positive().nullish().catch(null);
const modelSchema = z.object({
  id: z.string().min(1).max(180),
  /** The name of this field at routers. */
  name: z.string().nullish().catch(null),
  /** The day OpenAI shuts the model down. */
  shutdown_date: z.iso.date().nullish().catch(null),
  context_length: count,
  /** The name of this field at vLLM. */
  max_model_len: count,
  top_provider: z.object({ max_completion_tokens: count }).nullish().catch(null),
});

/**
 * The models that this key may use. The list includes models that cannot chat, such as embedding models, and does not
 * mark them or give a model's state. Entries without an id are left out.
 */
export async function listModels(client: VendorClient, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const parsed = listSchema.safeParse(await client.getJson("/models", signal));
  if (!parsed.success)
    throw new AppError("PROVIDER_PROTOCOL", "The provider's list of models cannot be read.");
  return parsed.data.data.map(toModelInfo).filter((model) => model !== null);
}

function toModelInfo(entry: unknown): ModelInfo | null {
  const parsed = modelSchema.safeParse(entry);
  if (!parsed.success || /\s/.test(parsed.data.id)) return null;
  const { id, name, context_length, max_model_len, top_provider, shutdown_date } = parsed.data;
  return {
    id,
    displayName: name ?? id,
    lifecycle: shutdown_date == null ? "unknown" : "deprecated",
    retiresOn: shutdown_date ?? null,
    maxInputTokens: context_length ?? max_model_len ?? null,
    maxOutputTokens: top_provider?.max_completion_tokens ?? null,
  };
}
