import { z } from "zod";
import { checkJsonLimits } from "#core/json/check-json-limits.ts";
import { isObject } from "#core/json/is-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type JsonLimits, jsonLimits } from "#core/json/json-limits.ts";

/**
 * JSON from outside. Values that are too large, too deep or cannot be stored are refused, and the error names the
 * place.
 */
export function jsonInputSchema(limits: JsonLimits = jsonLimits) {
  return z.custom<Json>().superRefine((value, context) => {
    const fault = checkJsonLimits(value, limits);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  });
}

/** The same for an object. `Typed` is a compile-time type only; it is not checked here. */
export function jsonObjectInputSchema<Typed = JsonObject>(
  limits: JsonLimits = jsonLimits,
): z.ZodType<JsonObject, Typed> {
  return z.custom<JsonObject>(isObject, "must be an object").superRefine((value, context) => {
    const fault = checkJsonLimits(value, limits);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  }) as unknown as z.ZodType<JsonObject, Typed>;
}

/** A value for another schema, if all of it can be stored and is not too large or too deep. */
export function storableSchema<Output, Input>(schema: z.ZodType<Output, Input>): z.ZodType<Output, Input> {
  const storable = z.custom<unknown>().superRefine((value, context) => {
    // The other schema reports that it is missing.
    const fault = value === undefined ? null : checkJsonLimits(value);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  });
  return storable.pipe(schema as unknown as z.ZodType<Output, unknown>) as unknown as z.ZodType<
    Output,
    Input
  >;
}

/** Our own JSON: it was validated when it came in, and validating it again would cost more than sending it. */
export const jsonOutputSchema = z.custom<Json>();
