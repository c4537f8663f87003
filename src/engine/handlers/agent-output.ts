import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json.ts";
import type { PlanNode } from "#core/pipeline/plan.ts";
import { parseJsonText } from "#core/text/parse-json-text.ts";
import type { ModelEvent } from "#engine/ports.ts";

export type Stop = Extract<ModelEvent, { readonly type: "stop" }>;

/**
 * The schema that the model's own answer must match. Where an output mapping makes something else of the answer, the node's schema
 * is about that, and the answer is plain text.
 */
export function answerSchemaOf(node: PlanNode): JsonObject | null {
  return node.definition.output === undefined ? node.outputSchema : null;
}

/** What an answer means by the reason it stopped for: an output, or the error that says what to do. */
export function toAgentOutput(node: PlanNode, text: string, stop: Stop): Json {
  switch (stop.reason) {
    case "end_turn":
    case "stop_sequence":
      return readText(node, text);
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
      if (stop.reason === "other" && text !== "") return readText(node, text);
      throw new AppError(
        "PROVIDER_PROTOCOL",
        `The model of ${nameOf(node)} stopped without an answer (${JSON.stringify(stop.vendorReason.slice(0, 64))}).`,
      );
  }
}

function readText(node: PlanNode, text: string): Json {
  if (answerSchemaOf(node) === null) return text;
  const parsed = parseJsonText(withoutFence(text));
  if (parsed.ok) return parsed.value;
  throw new AppError(
    "OUTPUT_INVALID",
    `The model of ${nameOf(node)} did not answer with the JSON that its outputSchema asks for.`,
  );
}

/** Models like to wrap JSON as code. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

function nameOf(node: PlanNode): string {
  return `node "${node.id}"`;
}
