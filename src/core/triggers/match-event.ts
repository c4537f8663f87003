import { evaluateCondition } from "../expression/evaluate-expression.ts";
import { type ExpressionParse, parseExpression } from "../expression/syntax/parse-expression.ts";
import type { Json } from "../json/json.ts";
import type { TriggerData } from "./run-input.ts";
import type { EventTrigger } from "./trigger-definition.ts";

/**
 * Parses the condition of an event trigger, once for each source: parsed expressions are kept. `data` is a name of
 * nothing else in the product, so it is bound here, as what the event carries.
 */
export function parseMatch(source: string): ExpressionParse {
  return parseExpression(`[trigger.data].exists(data, (${source}\n))`);
}

/**
 * Whether an event is one that the trigger starts for; a message where that cannot be told. Metered like every
 * expression.
 */
export function matchesEvent(
  trigger: EventTrigger,
  event: TriggerData,
  nowMs: number,
): { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly message: string } {
  if (trigger.match === undefined) return { ok: true, value: true };
  const parsed = parseMatch(trigger.match);
  if (!parsed.ok) return parsed;
  const run = { startedAt: new Date(nowMs).toISOString() };
  return evaluateCondition(parsed.expression, {
    input: event,
    trigger: event,
    variables: {},
    nodes: {},
    run,
  });
}

/** What an event trigger tells of an event. */
export function eventData(
  triggerKey: string,
  event: { readonly id: string; readonly name: string; readonly data: Json },
  nowMs: number,
): TriggerData {
  const { id, name, data } = event;
  return {
    kind: "event",
    trigger: triggerKey,
    eventId: id,
    name,
    sentAt: new Date(nowMs).toISOString(),
    data,
  };
}
