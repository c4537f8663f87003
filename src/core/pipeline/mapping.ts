import { z } from "zod";
import { fieldNameSchema } from "./names.ts";

/** CEL source. Its own limits on size and depth are told, with the position, when it is parsed. */
export const expressionSourceSchema = z.string().min(1, "must not be empty").max(10_000);

/** Text with `{{ ... }}` in it. */
export const templateSourceSchema = z.string().max(200_000);

/** One expression, or an object whose fields are expressions. */
export const mappingSchema = z.union([
  expressionSourceSchema,
  z.record(fieldNameSchema, expressionSourceSchema),
]);
export type MappingDefinition = z.infer<typeof mappingSchema>;
