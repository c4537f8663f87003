import { z } from "zod";
import { checkJsonLimits } from "#core/json/check-json-limits.ts";
import { isObject } from "#core/json/is-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type JsonLimits, jsonLimits } from "#core/json/json-limits.ts";

/** JSON from outside. What is too large, too deep or could not be stored is refused, and the error names its place. */
export function jsonInputSchema(limits: JsonLimits = jsonLimits) {
  return z.custom<Json>().superRefine((value, context) => {
    const fault = checkJsonLimits(value, limits);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  });
}

/** The same, for an object. `Typed` is what the compiler asks of callers; it is not looked at here. */
export function jsonObjectInputSchema<Typed = JsonObject>(
  limits: JsonLimits = jsonLimits,
): z.ZodType<JsonObject, Typed> {
  return z.custom<JsonObject>(isObject, "must be an object").superRefine((value, context) => {
    const fault = checkJsonLimits(value, limits);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  }) as unknown as z.ZodType<JsonObject, Typed>;
}

/** What another schema reads, if all of it can be stored and is not too large or too deep. */
export function storableSchema<Output, Input>(schema: z.ZodType<Output, Input>): z.ZodType<Output, Input> {
  const storable = z.custom<unknown>().superRefine((value, context) => {
    // That it is missing is said by the other schema.
    const fault = value === undefined ? null : checkJsonLimits(value);
    if (fault !== null) context.addIssue({ code: "custom", message: fault.message, path: [...fault.path] });
  });
  return storable.pipe(schema as unknown as z.ZodType<Output, unknown>) as unknown as z.ZodType<
    Output,
    Input
  >;
}

/** JSON of our own: it was checked when it came in, and looking at all of it again would cost more than telling it. */
export const jsonOutputSchema = z.custom<Json>();
