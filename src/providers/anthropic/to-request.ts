import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import type {
  MessageCountTokensParams,
  MessageCreateParamsStreaming,
  OutputConfig,
} from "@anthropic-ai/sdk/resources/messages";
import type { JsonObject } from "#core/json/json.ts";
import type { ModelRequest } from "#engine/ports.ts";
import { toMessage, toTools } from "./to-messages.ts";

/**
 * Our request in the vendor's format. Temperature is left out: since wire version 2026-10-21 the vendor refuses
 * sampling parameters on every model, at any value.
 */
export function toMessageParams(request: ModelRequest): MessageCreateParamsStreaming {
  const { output_config, system, ...counted } = toCountParams(request);
  const config = { ...output_config, ...toEffort(request) };
  return {
    ...counted,
    ...(system === undefined ? {} : { system: toSystem(system, request) }),
    ...(request.keepsPrompt === true && isConversation(request) ? { cache_control: kept } : {}),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    max_tokens: request.maxTokens,
    metadata: { user_id: request.endUserId },
    stream: true,
  };
}

/** Cached for five minutes after the last read. */
const kept = { type: "ephemeral" } as const;

/** A request that offers tools becomes a conversation. */
function isConversation({ messages, tools = [] }: ModelRequest): boolean {
  return messages.length > 1 || tools.length > 0;
}

/**
 * Instructions come after the tools and before the messages, so their cache mark covers both. The mark of a whole
 * request is on its last message: the next turn of a conversation begins with all of it.
 */
function toSystem(
  system: NonNullable<MessageCreateParamsStreaming["system"]>,
  { keepsPrompt }: ModelRequest,
): NonNullable<MessageCreateParamsStreaming["system"]> {
  if (keepsPrompt !== true || typeof system !== "string") return system;
  return [{ type: "text", text: system, cache_control: kept }];
}

/** The part of a request that costs input tokens. */
export function toCountParams(request: ModelRequest): MessageCountTokensParams {
  return {
    model: request.model,
    messages: request.messages.map(toMessage),
    ...toTools(request.tools),
    ...(request.system === null || request.system === "" ? {} : { system: request.system }),
    ...(request.outputSchema === undefined ? {} : { output_config: toOutputConfig(request.outputSchema) }),
  };
}

/** The vendor's scale begins at `low`, so lower efforts map to it. */
function toEffort({ effort }: ModelRequest): Pick<OutputConfig, "effort"> {
  if (effort === undefined) return {};
  return { effort: effort === "none" || effort === "minimal" ? "low" : effort };
}

function toOutputConfig(schema: JsonObject): OutputConfig {
  return { format: { type: "json_schema", schema: toVendorSchema(schema) } };
}

/**
 * The vendor accepts a subset of JSON Schema. Other keywords move into descriptions, and the engine checks the full
 * schema itself.
 */
function toVendorSchema(schema: JsonObject): { [key: string]: unknown } {
  try {
    return { ...transformJSONSchema(schema) };
  } catch {
    return schema;
  }
}
