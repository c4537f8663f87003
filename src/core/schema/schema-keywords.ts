/** The value of a keyword of a JSON Schema. */
export type KeywordShape =
  | "schema"
  | "schemas"
  | "namedSchemas"
  | "items"
  | "count"
  | "number"
  | "divisor"
  | "boolean"
  | "pattern"
  | "patterns"
  | "names"
  | "namedNames"
  | "type"
  | "values"
  | "anything"
  | "reference"
  | "refused";

/**
 * The known keywords of draft 2020-12 and, where they differ, of draft-07. Unknown ones are ignored, as the standard
 * requires; known ones that are not supported are refused, so that nobody relies on them.
 */
export const keywordShapes: ReadonlyMap<string, KeywordShape> = new Map([
  ["$ref", "reference"],
  ["$defs", "namedSchemas"],
  ["definitions", "namedSchemas"],
  ["type", "type"],
  ["enum", "values"],
  ["const", "anything"],
  ["multipleOf", "divisor"],
  ["maximum", "number"],
  ["minimum", "number"],
  ["exclusiveMaximum", "number"],
  ["exclusiveMinimum", "number"],
  ["maxLength", "count"],
  ["minLength", "count"],
  ["pattern", "pattern"],
  ["prefixItems", "schemas"],
  ["items", "items"],
  ["additionalItems", "schema"],
  ["contains", "schema"],
  ["minContains", "count"],
  ["maxContains", "count"],
  ["maxItems", "count"],
  ["minItems", "count"],
  ["uniqueItems", "boolean"],
  ["properties", "namedSchemas"],
  ["patternProperties", "patterns"],
  ["additionalProperties", "schema"],
  ["propertyNames", "schema"],
  ["required", "names"],
  ["dependentRequired", "namedNames"],
  ["dependentSchemas", "namedSchemas"],
  ["minProperties", "count"],
  ["maxProperties", "count"],
  ["allOf", "schemas"],
  ["anyOf", "schemas"],
  ["oneOf", "schemas"],
  ["not", "schema"],
  ["if", "schema"],
  ["then", "schema"],
  ["else", "schema"],
  ["dependencies", "refused"],
  ["unevaluatedItems", "refused"],
  ["unevaluatedProperties", "refused"],
  ["$dynamicRef", "refused"],
  ["$recursiveRef", "refused"],
]);

export const schemaTypes: readonly string[] = [
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "null",
];
