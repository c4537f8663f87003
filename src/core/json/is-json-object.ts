import { isObject } from "./is-object.ts";
import type { Json, JsonObject } from "./json.ts";

/** `isObject` for JSON. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
