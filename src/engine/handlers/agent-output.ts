import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json.ts";
import type { PlanNode } from "#core/pipeline/plan.ts";
import { describeJsonFault } from "#core/text/check-json-limits.ts";
import { jsonLimits } from "#core/text/json-limits.ts";
import { parseForeignJson } from "#core/text/parse-json-text.ts";
import { matchOutput } from "#engine/output/match-output.ts";
import type { ModelEvent } from "#engine/ports.ts";

export type Stop = Extract<ModelEvent, { readonly type: "stop" }>;

/**
 * The schema that the model's own answer must match. Where an output mapping makes something else of the answer, the node's schema
 * is about that, and the answer is plain text.
 */
export function answerSchemaOf(node: PlanNode): JsonObject | null {
  return node.definition.output === undefined ? node.outputSchema : null;
}

/**
 * What an answer means by the reason it stopped for: an output of at most `maxBytes`, or the error that says what to do. An answer that
 * would be the same again is not bought again.
 */
export function toAgentOutput(node: PlanNode, text: string, stop: Stop, maxBytes: number): Json {
  switch (stop.reason) {
    case "end_turn":
    case "stop_sequence":
      return readText(node, text, maxBytes);
    case "max_tokens":
      if (answerSchemaOf(node) === null) return text;
      throw new AppError(
        "OUTPUT_INVALID",
        `${nameOf(node)} reached its maximum of output tokens before its JSON was complete. Raise maxTokens.`,
        {
          retryable: false,
        },
      );
    case "refusal":
      throw new AppError(
        "PROVIDER_REFUSED",
        `The model of ${nameOf(node)} refused to answer. Change the task or the instructions.`,
      );
    case "context_window_exceeded":
      throw new AppError(
        "PROVIDER_REFUSED",
        `The input of ${nameOf(node)} does not fit into the model. Shorten it, or choose a larger model.`,
      );
    case "tool_use":
      throw new AppError(
        "OUTPUT_INVALID",
        `The model of ${nameOf(node)} asked for a tool, and none was offered.`,
      );
    case "pause_turn":
    case "other":
      if (stop.reason === "other" && text !== "") return readText(node, text, maxBytes);
      throw new AppError(
        "PROVIDER_PROTOCOL",
        `The model of ${nameOf(node)} stopped without an answer (${JSON.stringify(stop.vendorReason.slice(0, 64))}).`,
      );
  }
}

function readText(node: PlanNode, text: string, maxBytes: number): Json {
  const schema = answerSchemaOf(node);
  if (schema === null) return text;
  const parsed = parseForeignJson(withoutFence(text), { ...jsonLimits, characters: maxBytes });
  if (parsed.ok) {
    refuseLostNumbers(node, schema, parsed.value, parsed.numbersAsText);
    return parsed.value;
  }
  if (parsed.kind === "refused") {
    throw new AppError(
      "OUTPUT_INVALID",
      `The JSON of ${nameOf(node)} cannot be kept: ${describeJsonFault(parsed.fault)}. Ask for less of it.`,
      { retryable: false },
    );
  }
  throw new AppError(
    "OUTPUT_INVALID",
    `The model of ${nameOf(node)} did not answer with the JSON that its outputSchema asks for.`,
  );
}

/** A number that became a text may not be what the schema asks for; the next answer would hold it again. */
function refuseLostNumbers(
  node: PlanNode,
  schema: JsonObject,
  value: Json,
  [first]: readonly string[],
): void {
  const fault = first === undefined ? null : matchOutput(schema, value);
  if (fault === null) return;
  throw new AppError(
    "OUTPUT_INVALID",
    `The output of ${nameOf(node)} does not match its outputSchema: ${fault}. It holds a number with more digits than can be kept (${first?.slice(0, 40)}), which became a text: let the schema ask for a string there.`,
    { retryable: false },
  );
}

/** Models like to wrap JSON as code. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

function nameOf(node: PlanNode): string {
  return `node "${node.id}"`;
}
