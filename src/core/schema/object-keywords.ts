import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { about, type Keyword, type Match } from "./match.ts";

function counted(fits: (count: number, bound: number) => boolean, relation: string): Keyword {
  return about(isJsonObject, (bound, object, visit, match) => {
    const count = match.entriesOf(object).length;
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

/** Whether `properties` or `patternProperties` beside it cover a field. */
function isSpokenOf(name: string, { properties, patternProperties }: JsonObject, match: Match): boolean {
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return true;
  return match.entriesOf(patternProperties).some(([pattern]) => match.finds(pattern, name));
}

/** To look up a name in an object. */
const unitsPerName = 0.25;

/** The first of several names that an object lacks. */
function missing(object: JsonObject, names: Json, match: Match): string | undefined {
  for (const name of Array.isArray(names) ? names : []) {
    match.charge(unitsPerName);
    if (!Object.hasOwn(object, String(name))) return String(name);
  }
  return undefined;
}

/** The parts of a schema for names that the object has. */
function given(argument: Json, object: JsonObject, match: Match): readonly (readonly [string, Json])[] {
  return match.entriesOf(argument).filter(([name]) => {
    match.charge(unitsPerName);
    return Object.hasOwn(object, name);
  });
}

/** Keywords about objects. */
export const objectKeywords: Readonly<Record<string, Keyword>> = {
  required: about(isJsonObject, (argument, object, visit, match) => {
    const name = missing(object, argument, match);
    return name === undefined ? null : match.say(visit, `lacks the field "${name}"`);
  }),
  properties: about(isJsonObject, (argument, object, visit, match) =>
    firstFault(given(argument, object, match), ([name, schema]) =>
      match.below(schema, visit, name, object[name] ?? null),
    ),
  ),
  patternProperties: about(isJsonObject, (argument, object, visit, match) =>
    firstFault(match.entriesOf(argument), ([pattern, schema]) =>
      firstFault(match.entriesOf(object), ([name, value]) =>
        match.finds(pattern, name) ? match.below(schema, visit, name, value) : null,
      ),
    ),
  ),
  additionalProperties: about(isJsonObject, (argument, object, visit, match, schema) =>
    firstFault(match.entriesOf(object), ([name, value]) => {
      match.charge(1);
      return isSpokenOf(name, schema, match) ? null : match.below(argument, visit, name, value);
    }),
  ),
  propertyNames: about(isJsonObject, (argument, object, visit, match) =>
    firstFault(match.entriesOf(object), ([name]) =>
      match.inside(argument, { ...visit, value: name }) === null
        ? null
        : match.say(visit, `has a field with a name that is not allowed: "${cutText(name, 60)}"`),
    ),
  ),
  dependentRequired: about(isJsonObject, (argument, object, visit, match) =>
    firstFault(given(argument, object, match), ([owner, names]) => {
      const name = missing(object, names, match);
      return name === undefined
        ? null
        : match.say(visit, `lacks the field "${name}", which goes with "${owner}"`);
    }),
  ),
  dependentSchemas: about(isJsonObject, (argument, object, visit, match) =>
    firstFault(given(argument, object, match), ([, schema]) => match.inside(schema, visit)),
  ),
  minProperties: counted((count, bound) => count >= bound, "at least"),
  maxProperties: counted((count, bound) => count <= bound, "at most"),
};
