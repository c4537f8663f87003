import { z } from "zod";
import { definitionIdSchema } from "#core/nodes/fields/names.ts";
import { positionSchema } from "#core/nodes/fields/node-fields.ts";

/** The most notes and groups that a drawing may have. */
export const maxMarks = 200;

/** The colours of notes and groups; their appearance is up to the page. */
const markColours = ["plain", "blue", "green", "amber", "red"] as const;
export type MarkColour = (typeof markColours)[number];

const colour = z.enum(markColours).default("plain");
const side = z.number().int().min(40).max(4_000);

/** Text in the drawing. */
export const noteSchema = z.strictObject({
  id: definitionIdSchema,
  text: z.string().max(5_000),
  /** The position of its upper left corner in the drawing, in pixels. */
  position: positionSchema,
  /** In pixels. */
  size: z.strictObject({ width: side, height: side }).default({ width: 208, height: 96 }),
  colour,
});

/** A frame around nodes. */
export const groupSchema = z.strictObject({
  id: definitionIdSchema,
  name: z.string().min(1, "must not be empty").max(200),
  nodes: z.array(definitionIdSchema).min(1, "must name a node").max(1_000),
  colour,
});
