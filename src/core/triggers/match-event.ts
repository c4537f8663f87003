import type { Evaluation } from "../expression/evaluate-expression.ts";
import type { Json } from "../json/json.ts";
import { matchesData } from "../nodes/wait/event-match.ts";
import type { TriggerData } from "./run-input.ts";
import type { EventTrigger } from "./trigger-definition.ts";

/** Whether the trigger starts for an event; a message if that cannot be decided. */
export function matchesEvent(
  trigger: EventTrigger,
  event: TriggerData & { readonly data: Json },
  nowMs: number,
): Evaluation<boolean> {
  const run = { startedAt: new Date(nowMs).toISOString() };
  const scope = { input: event, trigger: event, variables: {}, nodes: {}, run };
  return matchesData(trigger.match ?? null, event.data, scope);
}

/** What an event trigger passes on about an event. */
export function eventData(
  triggerKey: string,
  event: { readonly id: string; readonly name: string; readonly data: Json },
  nowMs: number,
): TriggerData & { readonly data: Json } {
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
