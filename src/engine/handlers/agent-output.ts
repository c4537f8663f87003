import { AppError } from "#core/errors.ts";
import { describeJsonFault } from "#core/json/check-json-limits.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { jsonLimits } from "#core/json/json-limits.ts";
import { parseForeignJson } from "#core/json/parse-json-text.ts";
import { errorLabel } from "#core/pipeline/graph/way-out.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { answerSchemaOf } from "#core/run/agent/repair-turn.ts";
import { matchOutput } from "#engine/output/match-output.ts";
import type { ModelEvent } from "#engine/ports.ts";

export type ModelStop = Extract<ModelEvent, { readonly type: "stop" }>;

/** The stop reason, in the vendor's own words if we have none for it. */
export function stopWord({ reason, vendorReason }: ModelStop): string {
  return reason === "other" ? vendorReason : reason;
}

/**
 * What an answer means, by its stop reason: an output of at most `maxBytes`, or an error that says what to do. An
 * answer that would be the same again is not paid for twice.
 */
export function toAgentOutput(node: PlanNode, text: string, stop: ModelStop, maxBytes: number): Json {
  switch (stop.reason) {
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
    case "pause_turn":
      throw new AppError(
        "OUTPUT_INVALID",
        `The model of ${nameOf(node)} stopped to use a tool (${stop.reason}), but none was offered. Say in the task that it must answer with text.`,
        { retryable: false },
      );
    case "end_turn":
    case "stop_sequence":
    case "max_tokens":
    case "other":
      if (text.trim() === "" && !keepsEmpty(node)) throw emptyAnswer(node, stop);
      return stop.reason === "max_tokens" ? readCut(node, text) : readText(node, text, maxBytes);
  }
}

function keepsEmpty(node: PlanNode): boolean {
  const { definition } = node;
  return definition.type === "agent" && definition.config.onEmpty === "keep" && answerSchemaOf(node) === null;
}

function emptyAnswer(node: PlanNode, stop: ModelStop): AppError {
  const message =
    stop.reason === "max_tokens"
      ? `The model of ${nameOf(node)} used all its ${node.agent?.maxTokens ?? 0} output tokens before it wrote any text, most likely for thinking. Raise maxTokens.`
      : `The model of ${nameOf(node)} ended its answer (${stopWord(stop)}) without any text. Change the task, or set onEmpty to "keep" where an empty answer is right.`;
  return new AppError("OUTPUT_EMPTY", message);
}

/**
 * Text that was cut is still text, and marked as cut; but later nodes get half a text only if the author says so. JSON
 * that was cut is not JSON. The same request would be cut again, so it is not repeated.
 */
function readCut(node: PlanNode, text: string): Json {
  const limit = `its maximum of ${(node.agent?.maxTokens ?? 0).toLocaleString("en-US")} output tokens`;
  if (answerSchemaOf(node) !== null) {
    throw new AppError(
      "OUTPUT_CUT",
      `The model of ${nameOf(node)} reached ${limit} before its JSON was complete. Raise maxTokens.`,
    );
  }
  if (keepsCut(node)) return text;
  throw new AppError(
    "OUTPUT_CUT",
    `The answer of ${nameOf(node)} was cut at ${limit}. Raise maxTokens, or set onCut to "keep" where a part of it will do.`,
  );
}

/** By default, a node fails if another one would continue with its answer. */
function keepsCut({ definition, outgoing }: PlanNode): boolean {
  const chosen = definition.type === "agent" ? definition.config.onCut : undefined;
  return (
    (chosen ?? (outgoing.some(({ condition }) => condition !== errorLabel) ? "fail" : "keep")) === "keep"
  );
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

/** A number that became a text may not match the schema; the next answer would contain it again. */
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

/** Models tend to wrap JSON in code fences. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

function nameOf(node: PlanNode): string {
  return `node "${node.id}"`;
}
