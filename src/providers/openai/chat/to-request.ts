import type { JsonObject } from "#core/json/json.ts";
import type { ModelRequest } from "#engine/ports.ts";
import { toOutputFormat } from "../output-format.ts";
import { toChatMessages, toChatTools } from "./to-messages.ts";

/**
 * Our request in the format of Chat Completions, using only the fields that all servers of this wire have: `max_tokens`
 * instead of its newer name, and usage requested in a last chunk of its own.
 */
export function toChatParams(request: ModelRequest): JsonObject {
  const { model, system, messages, maxTokens, temperature, effort, outputSchema, tools, endUserId } = request;
  const instructions = system === null || system === "" ? [] : [{ role: "system", content: system }];
  return {
    model,
    messages: [...instructions, ...messages.flatMap(toChatMessages)],
    ...toChatTools(tools),
    max_tokens: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(outputSchema === undefined ? {} : { response_format: toFormat(outputSchema) }),
    user: endUserId,
    stream: true,
    stream_options: { include_usage: true },
  };
}

function toFormat(schema: JsonObject): JsonObject {
  return { type: "json_schema", json_schema: { ...toOutputFormat(schema) } };
}
