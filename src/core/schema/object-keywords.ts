import type { Json, JsonObject } from "#core/json.ts";
import { about, isObject, type Keyword, type Match } from "./match.ts";

function counted(fits: (count: number, bound: number) => boolean, relation: string): Keyword {
  return about(isObject, (bound, object, visit, match) => {
    const count = Object.keys(object).length;
    match.charge(count);
    if (fits(count, Number(bound))) return null;
    return match.say(visit, `must have ${relation} ${bound} ${bound === 1 ? "field" : "fields"}`);
  });
}

function firstFault<Item>(items: Iterable<Item>, check: (item: Item) => string | null): string | null {
  for (const item of items) {
    const fault = check(item);
    if (fault !== null) return fault;
  }
  return null;
}

function fieldsOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Whether `properties` or `patternProperties` beside it speak of a field. */
function isSpokenOf(name: string, { properties, patternProperties }: JsonObject, match: Match): boolean {
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  return fieldsOf(patternProperties).some(([pattern]) => match.finds(pattern, name));
}

const missing = (object: JsonObject, names: Json): readonly string[] =>
  (Array.isArray(names) ? names : []).map(String).filter((name) => !Object.hasOwn(object, name));

/** Keywords about objects. */
export const objectKeywords: Readonly<Record<string, Keyword>> = {
  required: about(isObject, (argument, object, visit, match) => {
    const [name] = missing(object, argument);
    return name === undefined ? null : match.say(visit, `lacks the field "${name}"`);
  }),
  properties: about(isObject, (argument, object, visit, match) =>
    firstFault(fieldsOf(argument), ([name, schema]) =>
      Object.hasOwn(object, name) ? match.below(schema, visit, name, object[name] ?? null) : null,
    ),
  ),
  patternProperties: about(isObject, (argument, object, visit, match) =>
    firstFault(fieldsOf(argument), ([pattern, schema]) =>
      firstFault(Object.entries(object), ([name, value]) =>
        match.finds(pattern, name) ? match.below(schema, visit, name, value) : null,
      ),
    ),
  ),
  additionalProperties: about(isObject, (argument, object, visit, match, schema) =>
    firstFault(Object.entries(object), ([name, value]) => {
      match.charge(1);
      return isSpokenOf(name, schema, match) ? null : match.below(argument, visit, name, value);
    }),
  ),
  propertyNames: about(isObject, (argument, object, visit, match) =>
    firstFault(Object.keys(object), (name) =>
      match.inside(argument, { ...visit, value: name }) === null
        ? null
        : match.say(visit, `has a field with a name that is not allowed: "${name.slice(0, 60)}"`),
    ),
  ),
  dependentRequired: about(isObject, (argument, object, visit, match) =>
    firstFault(fieldsOf(argument), ([given, names]) => {
      const [name] = Object.hasOwn(object, given) ? missing(object, names) : [];
      return name === undefined
        ? null
        : match.say(visit, `lacks the field "${name}", which goes with "${given}"`);
    }),
  ),
  dependentSchemas: about(isObject, (argument, object, visit, match) =>
    firstFault(fieldsOf(argument), ([given, schema]) =>
      Object.hasOwn(object, given) ? match.inside(schema, visit) : null,
    ),
  ),
  minProperties: counted((count, bound) => count >= bound, "at least"),
  maxProperties: counted((count, bound) => count <= bound, "at most"),
};
