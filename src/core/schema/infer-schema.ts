import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** Of a long list, the first items tell how the others look. */
const mostItems = 100;
/** What lies deeper may be anything. */
const deepest = 8;

/**
 * A JSON Schema that says what samples show, and no more, so that they match it: which fields an object has, of what
 * type they are, and which of them none of the samples lacks. Of long lists the first hundred items are looked at.
 */
export function inferSchema(samples: readonly Json[]): JsonObject {
  return infer(samples, 0);
}

function infer(samples: readonly Json[], depth: number): JsonObject {
  if (samples.length === 0 || depth > deepest) return {};
  const types = typesOf(samples);
  const [only, ...others] = types;
  const objects = samples.filter(isJsonObject);
  const items = samples.flatMap((sample) => (Array.isArray(sample) ? sample.slice(0, mostItems) : []));
  return {
    ...(only === undefined ? {} : { type: others.length === 0 ? only : types }),
    ...(objects.length === 0 ? {} : fieldsOf(objects, depth)),
    ...(items.length === 0 ? {} : { items: infer(items, depth + 1) }),
  };
}

function fieldsOf(objects: readonly JsonObject[], depth: number): JsonObject {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const properties = names.map((name): [string, Json] => [
    name,
    infer(
      objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name] ?? null] : [])),
      depth + 1,
    ),
  ]);
  const required = names.filter((name) => objects.every((object) => Object.hasOwn(object, name)));
  return {
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** A whole number is a number, too: both are not said of the same place. */
function typesOf(samples: readonly Json[]): string[] {
  const found = new Set(samples.map(typeOfValue));
  if (found.has("number")) found.delete("integer");
  return [...found];
}

function typeOfValue(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
