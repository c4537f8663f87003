import type { Evaluation } from "../expression/evaluate-expression.ts";
import { evaluateMapping } from "../expression/evaluate-mapping.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { TriggerDefinition } from "./trigger-definition.ts";

/** What a trigger passes on about the occurrence that starts a run: `trigger` in its `input`. */
export type TriggerData = JsonObject;

function usualInput({ kind }: TriggerDefinition, data: TriggerData): Json {
  if (kind === "webhook") return data.body ?? null;
  if (kind === "run") return data.output ?? null;
  return kind === "event" ? (data.data ?? null) : data;
}

/**
 * The input of the run that a trigger starts: the value of its `input`; without one, the body of a webhook, the data of
 * an event, the output of the previous run, and otherwise what the trigger passes on, unchanged.
 */
export function runInputOf(trigger: TriggerDefinition, data: TriggerData, nowMs: number): Evaluation<Json> {
  if (trigger.input === undefined) {
    return { ok: true, value: usualInput(trigger, data) };
  }
  const run = { startedAt: new Date(nowMs).toISOString() };
  return evaluateMapping(trigger.input, { input: data, trigger: data, variables: {}, nodes: {}, run });
}
