import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { parseEventData, unreadableEvent } from "../../wire/json-body.ts";

const index = z.number().int();
const item = z.looseObject({
  type: z.string(),
  call_id: z.string().optional(),
  name: z.string().optional(),
});
const response = z.object({
  usage: jsonObjectSchema.nullish(),
  service_tier: z.string().max(64).nullish().catch(null),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  error: z.unknown().optional(),
});
const delta = z.object({ delta: z.string() });
const responseEvent = z.object({ response });

/** The events that we act on, with only the fields we need: everything else may change. */
const wireEventSchemas = {
  "response.created": responseEvent,
  "response.output_item.added": z.object({ output_index: index, item }),
  "response.output_item.done": z.object({ output_index: index, item }),
  "response.output_text.delta": delta,
  "response.refusal.delta": delta,
  "response.reasoning_text.delta": delta,
  "response.reasoning_summary_text.delta": delta,
  "response.function_call_arguments.delta": z.object({ output_index: index, delta: z.string() }),
  "response.completed": responseEvent,
  "response.incomplete": responseEvent,
  "response.failed": responseEvent,
  error: z.looseObject({}),
};

/** Events that only repeat or frame others. */
const silent: ReadonlySet<string> = new Set([
  "keepalive",
  "response.queued",
  "response.in_progress",
  "response.content_part.added",
  "response.content_part.done",
  "response.output_text.done",
  "response.output_text.annotation.added",
  "response.refusal.done",
  "response.reasoning_text.done",
  "response.reasoning_summary_part.added",
  "response.reasoning_summary_part.done",
  "response.reasoning_summary_text.done",
  "response.function_call_arguments.done",
]);

type KnownName = keyof typeof wireEventSchemas;
type KnownEvent = {
  [Name in KnownName]: { name: Name; event: z.infer<(typeof wireEventSchemas)[Name]> };
}[KnownName];
export type WireEvent =
  | KnownEvent
  | { readonly name: "silent" }
  | { readonly name: "unknown"; readonly type: string };

export type WireItem = z.infer<typeof item>;
export type WireResponse = z.infer<typeof response>;

/**
 * Reads the data line of one server-sent event. Throws PROVIDER_PROTOCOL where it is not JSON or a known event has the
 * wrong shape. Unknown events are returned by name.
 */
export function parseWireEvent(eventName: string | undefined, data: string): WireEvent {
  const body = parseEventData(data);
  const type = eventName !== "error" && typeof body.type === "string" ? body.type : (eventName ?? "");
  if (silent.has(type)) return { name: "silent" };
  if (!isKnown(type)) return { name: "unknown", type };
  const parsed = wireEventSchemas[type].safeParse(body);
  if (!parsed.success) throw unreadableEvent(type);
  return { name: type, event: parsed.data } as KnownEvent;
}

function isKnown(type: string): type is KnownName {
  return Object.hasOwn(wireEventSchemas, type);
}
