import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { ModelInfo } from "#core/model/model-info.ts";

const pageSize = 1000;
/** More than any vendor needs; stops an endless list. */
const maxPages = 5;

const pageSchema = z.object({
  data: z.array(z.unknown()),
  has_more: z.boolean().optional(),
  last_id: z.string().nullish(),
});

const count = z.number().int().positive().nullish().catch(null);
const modelSchema = z.object({
  id: z.string().min(1),
  display_name: z.string().optional().catch(undefined),
  lifecycle: z.enum(["active", "deprecated", "retired"]).optional().catch(undefined),
  max_input_tokens: count,
  max_tokens: count,
});

/**
 * All pages of the vendor's model list for this key, without entries that have no id. The pages are read here because
 * the SDK takes any text for an empty page: a proxy's login page would make a key look valid.
 */
export async function listModels(client: Anthropic, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const models: ModelInfo[] = [];
  let afterId: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const query = { limit: pageSize, ...(afterId === null ? {} : { after_id: afterId }) };
    const parsed = pageSchema.safeParse(await client.get("/v1/models", { query, signal }));
    if (!parsed.success)
      throw new AppError("PROVIDER_PROTOCOL", "The provider's list of models cannot be read.");
    models.push(...parsed.data.data.map(toModelInfo).filter((model) => model !== null));
    afterId = parsed.data.last_id ?? null;
    if (parsed.data.has_more !== true || afterId === null) break;
  }
  return models;
}

/** The vendor's entry as a ModelInfo, or null when it names no model. */
function toModelInfo(entry: unknown): ModelInfo | null {
  const parsed = modelSchema.safeParse(entry);
  if (!parsed.success) return null;
  const model = parsed.data;
  return {
    id: model.id,
    displayName: model.display_name ?? model.id,
    lifecycle: model.lifecycle ?? "unknown",
    retiresOn: null,
    maxInputTokens: model.max_input_tokens ?? null,
    maxOutputTokens: model.max_tokens ?? null,
  };
}
