import type { Json, JsonObject } from "#core/json/json.ts";
import { about, isJsonList, type Keyword, type Match, type VisitedValue } from "./match.ts";
import { sortedText } from "./metered-values.ts";

function counted(fits: (count: number, bound: number) => boolean, relation: string): Keyword {
  return about(isJsonList, (bound, list, visit, match) =>
    fits(list.length, Number(bound))
      ? null
      : match.say(visit, `must have ${relation} ${bound} ${bound === 1 ? "entry" : "entries"}`),
  );
}

/** The first mismatch among entries from a position on. */
function each(
  schema: Json,
  list: readonly Json[],
  from: number,
  visit: VisitedValue,
  match: Match,
): string | null {
  for (let index = from; index < list.length; index += 1) {
    const fault = match.below(schema, visit, index, list[index] ?? null);
    if (fault !== null) return fault;
  }
  return null;
}

/** Entry by entry, to the end of the shorter list. */
function oneByOne(
  schemas: readonly Json[],
  list: readonly Json[],
  visit: VisitedValue,
  match: Match,
): string | null {
  const count = Math.min(schemas.length, list.length);
  for (let index = 0; index < count; index += 1) {
    const fault = match.below(schemas[index] ?? true, visit, index, list[index] ?? null);
    if (fault !== null) return fault;
  }
  return null;
}

function countOf(schema: JsonObject, name: string, otherwise: number): number {
  const count = schema[name];
  return typeof count === "number" ? count : otherwise;
}

/** Keywords about lists. */
export const listKeywords: Readonly<Record<string, Keyword>> = {
  maxItems: counted((count, bound) => count <= bound, "at most"),
  minItems: counted((count, bound) => count >= bound, "at least"),
  prefixItems: about(isJsonList, (argument, list, visit, match) =>
    oneByOne(Array.isArray(argument) ? argument : [], list, visit, match),
  ),
  items: about(isJsonList, (argument, list, visit, match, schema) => {
    if (Array.isArray(argument)) return oneByOne(argument, list, visit, match);
    const { prefixItems } = schema;
    return each(argument, list, Array.isArray(prefixItems) ? prefixItems.length : 0, visit, match);
  }),
  additionalItems: about(isJsonList, (argument, list, visit, match, { items }) =>
    Array.isArray(items) ? each(argument, list, items.length, visit, match) : null,
  ),
  contains: about(isJsonList, (argument, list, visit, match, schema) => {
    const fitting = list.filter((value, index) => match.below(argument, visit, index, value) === null).length;
    const [least, most] = [countOf(schema, "minContains", 1), countOf(schema, "maxContains", list.length)];
    if (fitting >= least && fitting <= most) return null;
    return match.say(
      visit,
      `must hold ${fitting < least ? `at least ${least}` : `at most ${most}`} matching entries`,
    );
  }),
  uniqueItems: about(isJsonList, (argument, list, visit, match) => {
    if (argument !== true) return null;
    const texts = list.map((value) => sortedText(value, match));
    return new Set(texts).size === texts.length
      ? null
      : match.say(visit, "must not hold the same entry twice");
  }),
};
