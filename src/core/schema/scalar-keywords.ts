import type { Json } from "#core/json/json.ts";
import { kindName } from "#core/plain-issue.ts";
import { isMultiple } from "./is-multiple.ts";
import { about, type Keyword } from "./match.ts";

const isNumber = (value: Json): value is number => typeof value === "number";
const isText = (value: Json): value is string => typeof value === "string";

/** The types of a value in the sense of schemas: 2 is a number and an integer. */
function kindsOf(value: Json): readonly string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  return Number.isInteger(value) ? ["number", "integer"] : [typeof value];
}

function compared(fits: (value: number, bound: number) => boolean, relation: string): Keyword {
  return about(isNumber, (bound, value, visit, match) =>
    fits(value, Number(bound)) ? null : match.say(visit, `must be ${relation} ${bound}, but is ${value}`),
  );
}

function ofLength(fits: (length: number, bound: number) => boolean, relation: string): Keyword {
  return about(isText, (bound, value, visit, match) => {
    match.chargeText(value);
    if (fits(characters(value), Number(bound))) return null;
    return match.say(visit, `must have ${relation} ${bound} ${bound === 1 ? "character" : "characters"}`);
  });
}

/** Characters in the sense of people: one outside of the basic plane is one. */
function characters(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) {
      pairs += 1;
      index += 1;
    }
  }
  return text.length - pairs;
}

/** Keywords about single values. */
export const scalarKeywords: Readonly<Record<string, Keyword>> = {
  type: (argument, visit, match) => {
    const wanted = (Array.isArray(argument) ? argument : [argument]).map(String);
    const kinds = kindsOf(visit.value);
    if (wanted.some((type) => kinds.includes(type))) return null;
    const names = wanted.map((type) => (type === "integer" ? "a whole number" : kindName(type)));
    return match.say(visit, `must be ${names.join(" or ")}, but is ${kindName(kinds[0] ?? "")}`);
  },
  enum: (argument, visit, match) => {
    const allowed = Array.isArray(argument) ? argument : [];
    match.charge(allowed.length);
    if (allowed.some((value) => match.same(value, visit.value))) return null;
    return match.say(visit, `must be one of ${match.words(argument).replace(/^\[|\]$/g, "")}`);
  },
  const: (argument, visit, match) =>
    match.same(argument, visit.value) ? null : match.say(visit, `must be ${match.words(argument)}`),
  multipleOf: about(isNumber, (argument, value, visit, match) =>
    isMultiple(value, Number(argument))
      ? null
      : match.say(visit, `must be a multiple of ${argument}, but is ${value}`),
  ),
  maximum: compared((value, bound) => value <= bound, "at most"),
  minimum: compared((value, bound) => value >= bound, "at least"),
  exclusiveMaximum: compared((value, bound) => value < bound, "less than"),
  exclusiveMinimum: compared((value, bound) => value > bound, "more than"),
  maxLength: ofLength((length, bound) => length <= bound, "at most"),
  minLength: ofLength((length, bound) => length >= bound, "at least"),
  pattern: about(isText, (argument, value, visit, match) =>
    match.finds(String(argument), value)
      ? null
      : match.say(visit, `must match the pattern ${match.words(argument)}`),
  ),
};
