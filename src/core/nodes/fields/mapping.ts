import { z } from "zod";
import { expressionLimits, templateLimits } from "#core/expression/metering/limits.ts";
import { fieldNameSchema } from "./names.ts";

/**
 * CEL source; `parseExpression` says whether it is an expression. The format is for forms, which are generated from
 * schemas.
 */
export const expressionSourceSchema = z
  .string()
  .min(1, "must not be empty")
  .max(expressionLimits.sourceCharacters)
  .meta({ format: "expression" });

/** Text with `{{ ... }}` in it. */
export const templateSourceSchema = z
  .string()
  .max(templateLimits.sourceCharacters)
  .meta({ format: "template" });

/** One expression, or an object whose fields are expressions. */
export const mappingSchema = z.union([
  expressionSourceSchema,
  z.record(fieldNameSchema, expressionSourceSchema),
]);
export type MappingDefinition = z.infer<typeof mappingSchema>;
