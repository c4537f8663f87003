import type { Json } from "#core/json/json.ts";
import type { Keyword } from "./match.ts";

const alternatives = (argument: Json): readonly Json[] => (Array.isArray(argument) ? argument : []);

/** Keywords that combine schemas. */
export const combinedKeywords: Readonly<Record<string, Keyword>> = {
  allOf: (argument, visit, match) => {
    for (const schema of alternatives(argument)) {
      const fault = match.inside(schema, visit);
      if (fault !== null) return fault;
    }
    return null;
  },
  anyOf: (argument, visit, match) => {
    if (alternatives(argument).some((schema) => match.inside(schema, visit) === null)) return null;
    return match.say(visit, "matches nothing that anyOf allows");
  },
  oneOf: (argument, visit, match) => {
    const fitting = alternatives(argument).filter((schema) => match.inside(schema, visit) === null).length;
    if (fitting === 1) return null;
    return match.say(
      visit,
      fitting === 0 ? "matches nothing that oneOf allows" : `matches ${fitting} options of oneOf, not one`,
    );
  },
  not: (argument, visit, match) =>
    match.inside(argument, visit) === null ? match.say(visit, "matches what not forbids") : null,
  if: (argument, visit, match, schema) => {
    const branch = match.inside(argument, visit) === null ? schema.then : schema.else;
    return branch === undefined ? null : match.inside(branch, visit);
  },
};
