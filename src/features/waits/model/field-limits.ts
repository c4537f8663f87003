import type { Json, JsonObject } from "#core/json/json.ts";

const isNumber = (value: Json | undefined): value is number => typeof value === "number";

/** A schema's rules beyond the type, as sentences; null if there are none. */
export function limitsOf(field: JsonObject): string | null {
  const { type, pattern, enum: words, multipleOf } = field;
  const range = rangeOf(field);
  const said = [
    type === "integer" ? ["A whole number", range].filter(Boolean).join(", ") : capital(range),
    isNumber(multipleOf) ? `A multiple of ${multipleOf}` : null,
    countOf(field.minLength, field.maxLength, "character", "characters"),
    countOf(field.minItems, field.maxItems, "entry", "entries"),
    typeof pattern === "string" ? `Matching the pattern ${pattern}` : null,
    // The control itself lists the allowed values.
    Array.isArray(words) && words.some((word) => typeof word !== "string")
      ? `One of ${words.map((word) => JSON.stringify(word)).join(", ")}`
      : null,
  ].filter((part) => part !== null && part !== "");
  return said.length === 0 ? null : said.map((part) => `${part}.`).join(" ");
}

function rangeOf({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }: JsonObject): string {
  if (isNumber(minimum) && isNumber(maximum)) return `from ${minimum} to ${maximum}`;
  return [
    isNumber(minimum) ? `at least ${minimum}` : null,
    isNumber(above) ? `more than ${above}` : null,
    isNumber(maximum) ? `at most ${maximum}` : null,
    isNumber(below) ? `less than ${below}` : null,
  ]
    .filter((part) => part !== null)
    .join(", ");
}

function countOf(least: Json | undefined, most: Json | undefined, one: string, many: string): string | null {
  const counted = (count: number) => `${count} ${count === 1 ? one : many}`;
  const atLeast = isNumber(least) && least > 0 ? least : null;
  if (!isNumber(most)) return atLeast === null ? null : `At least ${counted(atLeast)}`;
  if (atLeast === null) return `At most ${counted(most)}`;
  return atLeast === most ? `Exactly ${counted(most)}` : `${atLeast} to ${counted(most)}`;
}

function capital(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
