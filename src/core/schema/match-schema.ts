import type { Json, JsonObject } from "#core/json/json.ts";
import { combinedKeywords } from "./combined-keywords.ts";
import { findReference } from "./find-reference.ts";
import { listKeywords } from "./list-keywords.ts";
import { type Keyword, Match, tooMuchWork, type VisitedValue } from "./match.ts";

export { tooMuchWork };

import { objectKeywords } from "./object-keywords.ts";
import { scalarKeywords } from "./scalar-keywords.ts";

const keywords: ReadonlyMap<string, Keyword> = new Map(
  Object.entries({
    ...scalarKeywords,
    ...listKeywords,
    ...objectKeywords,
    ...combinedKeywords,
    $ref: follow,
  }),
);

/** The budget for a step of a run: well under 50 ms, whatever the schema and the value are. One unit is about 50 ns. */
const stepUnits = 500_000;

/**
 * Says where and how a value does not match a JSON Schema, or null. Call it with a schema that passes
 * `checkJsonSchema`. Exceeding `workUnits` is a mismatch that says so: `tooMuchWork`.
 */
export function matchJsonSchema(schema: JsonObject, value: Json, workUnits = stepUnits): string | null {
  const match = new Match(schema, matchOne, workUnits);
  return match.run(() => matchOne(schema, { value, at: "", depth: 0 }, match));
}

/** Unknown keywords are skipped, but there may be many of them. */
const unitsPerKeyword = 0.25;

function matchOne(schema: Json, visit: VisitedValue, match: Match): string | null {
  match.charge(1);
  if (schema === false) return match.say(visit, "is not allowed");
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return null;
  for (const [name, argument] of match.entriesOf(schema)) {
    match.charge(unitsPerKeyword);
    const fault = keywords.get(name)?.(argument, visit, match, schema) ?? null;
    if (fault !== null) return fault;
  }
  return null;
}

function follow(reference: Json, visit: VisitedValue, match: Match): string | null {
  match.chargeText(String(reference));
  const target = findReference(match.root, String(reference));
  return target === undefined ? null : match.inside(target, visit);
}
