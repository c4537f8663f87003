import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** For a long list, the first items stand for the others. */
const mostItems = 100;
/** Deeper values may be anything. */
const deepest = 8;

/**
 * A JSON Schema inferred from samples, which match it: which fields an object has, their types, and which of them every
 * sample has. Of long lists the first hundred items are used.
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

/** A whole number is also a number: only one of the two is listed for a place. */
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
