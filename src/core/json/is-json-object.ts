import type { Json, JsonObject } from "./json.ts";

/** Tells an object from a list, a scalar and nothing at all. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
