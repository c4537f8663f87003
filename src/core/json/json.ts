import { z } from "zod";
import { isObject } from "./is-object.ts";

/** Any JSON value. Numbers are finite; there is no `undefined` inside. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/**
 * Accepts any JSON value and returns that very value: no key is left out, whatever its name. Depth and size are checked
 * at the door (`checkJsonLimits`).
 */
export const jsonSchema: z.ZodType<Json> = z.custom<Json>(isJson, "must be JSON");

export const jsonObjectSchema: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => isObject(value) && isJson(value),
  "must be an object",
);

/** With its own stack, so that hostile depth cannot overflow the real one. */
function isJson(root: unknown): root is Json {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === "object" && value !== null) {
      for (const part of Object.values(value)) stack.push(part);
    } else if (!isScalar(value)) return false;
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
