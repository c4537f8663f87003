import { z } from "zod";
import { type Json, jsonObjectSchema } from "#core/json/json.ts";
import { parseEventData, unreadableEvent } from "../wire/json-body.ts";

const usage = jsonObjectSchema.nullish();
const index = z.number().int();

/** The events that we act on, with only the fields we need: everything else may change. */
const wireEventSchemas = {
  message_start: z.object({ message: z.object({ usage }) }),
  content_block_start: z.object({
    index,
    content_block: z.looseObject({
      type: z.string(),
      id: z.string().optional(),
      name: z.string().optional(),
      text: z.string().optional(),
      data: z.string().optional(),
    }),
  }),
  content_block_delta: z.object({
    index,
    delta: z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      thinking: z.string().optional(),
      signature: z.string().optional(),
      partial_json: z.string().optional(),
    }),
  }),
  content_block_stop: z.object({ index }),
  message_delta: z.object({ delta: z.object({ stop_reason: z.string().nullish() }), usage }),
  message_stop: z.object({}),
};

type KnownName = keyof typeof wireEventSchemas;
type KnownEvent = {
  [Name in KnownName]: { name: Name; event: z.infer<(typeof wireEventSchemas)[Name]> };
}[KnownName];
export type WireEvent = KnownEvent | { readonly name: "unknown"; readonly type: string; readonly data: Json };

export type ContentBlock = z.infer<(typeof wireEventSchemas)["content_block_start"]>["content_block"];
export type ContentDelta = z.infer<(typeof wireEventSchemas)["content_block_delta"]>["delta"];

/**
 * Reads the data line of one server-sent event. Throws PROVIDER_PROTOCOL when it is not JSON or a known event has the
 * wrong shape. Unknown events are passed on unchanged.
 */
export function parseWireEvent(eventName: string | null, data: string): WireEvent {
  const body = parseEventData(data);
  const type = typeof body.type === "string" ? body.type : (eventName ?? "");
  if (!isKnown(type)) return { name: "unknown", type, data: body };
  const parsed = wireEventSchemas[type].safeParse(body);
  if (!parsed.success) throw unreadableEvent(type);
  return { name: type, event: parsed.data } as KnownEvent;
}

function isKnown(type: string): type is KnownName {
  return Object.hasOwn(wireEventSchemas, type);
}
