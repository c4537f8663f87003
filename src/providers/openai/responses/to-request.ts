import type { JsonObject } from "#core/json/json.ts";
import type { ModelRequest } from "#engine/ports.ts";
import { inWords, isObjectSchema, toOutputFormat } from "../output-format.ts";
import { toCountedTools, toItems, toToolFields } from "./to-items.ts";

/**
 * Our request in the format of the Responses API. The vendor stores nothing (`store`), and the call is made at list
 * price whatever the account's setting (`service_tier`), so the reserved amount is enough. Temperature is left out:
 * reasoning models refuse it.
 */
export function toResponseParams(request: ModelRequest): JsonObject {
  const { effort } = request;
  return {
    ...toCountParams(request),
    ...toToolFields(request.tools),
    max_output_tokens: request.maxTokens,
    ...(effort === undefined ? {} : { reasoning: { effort } }),
    safety_identifier: request.endUserId,
    service_tier: "default",
    store: false,
    stream: true,
  };
}

/** The part of a request that costs input tokens. */
export function toCountParams({ model, system, messages, outputSchema, tools }: ModelRequest): JsonObject {
  const isFormat = outputSchema !== undefined && isObjectSchema(outputSchema);
  const words = outputSchema === undefined || isFormat ? [] : [inWords(outputSchema)];
  const instructions = [system ?? "", ...words].filter((text) => text !== "").join("\n\n");
  return {
    model,
    input: messages.flatMap(toItems),
    ...toCountedTools(tools),
    ...(instructions === "" ? {} : { instructions }),
    ...(isFormat ? { text: { format: toFormat(outputSchema) } } : {}),
  };
}

function toFormat(schema: JsonObject): JsonObject {
  return { type: "json_schema", ...toOutputFormat(schema) };
}
