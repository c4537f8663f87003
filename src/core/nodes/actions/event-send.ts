import { z } from "zod";
import { numberType, objectType, type StaticType, textType } from "#core/expression/types/static-type.ts";
import { sentEventNameSchema } from "../fields/names.ts";
import { templatedValueSchema, textsIn } from "../fields/templated-value.ts";
import type { ConfigSource } from "../node-type.ts";

export const eventSendSchema = z.strictObject({
  action: z.literal("event.send"),
  /** Literal and not a template, so that it is visible which pipelines a pipeline starts. */
  name: sentEventNameSchema,
  /** The event's data. */
  data: templatedValueSchema.default("{{ input }}"),
});
export type EventSendConfig = z.output<typeof eventSendSchema>;

export function eventSources({ data }: EventSendConfig): readonly ConfigSource[] {
  return textsIn(data, ["data"]);
}

/** The result of sending an event. */
export const sentEventType: StaticType = objectType(
  [
    ["eventId", textType],
    ["matched", numberType],
  ],
  false,
);
