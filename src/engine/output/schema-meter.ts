import type { Json, JsonObject } from "#core/json.ts";

/** The keyword that counts visits; added to every schema inside a schema. */
export const meterKeyword = "penstockMeter";

const oneSchema: ReadonlySet<string> = new Set([
  "additionalItems",
  "additionalProperties",
  "contains",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const listOfSchemas: ReadonlySet<string> = new Set(["allOf", "anyOf", "items", "oneOf", "prefixItems"]);
const schemasByName: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/**
 * The schema with a meter in each of its parts, so that a validation can be ended that visits them too often: a few nested choices
 * are enough to make one that takes for ever. Its dialect and ids are dropped: nothing is ever looked up elsewhere.
 */
export function withMeters(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "$id");
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [key, meterInside(key, value)])),
    [meterKeyword]: true,
  };
}

function meterInside(key: string, value: Json): Json {
  if (Array.isArray(value)) return listOfSchemas.has(key) ? value.map(withMeters) : value;
  if (!isObject(value)) return value;
  if (oneSchema.has(key)) return withMeters(value);
  if (!schemasByName.has(key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withMeters(part)]));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
