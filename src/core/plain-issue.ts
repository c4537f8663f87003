import type { z } from "zod";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Bound = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

/** The name of a kind of value, for people. */
const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
  undefined: "nothing",
  date: "a date",
};

/** The unit of a length. */
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
  set: ["entry", "entries"],
  object: ["field", "fields"],
  map: ["entry", "entries"],
};

const formats: Readonly<Record<string, string>> = {
  email: "must be an e-mail address",
  url: "must be an address such as https://example.com",
  uuid: "must be an id such as 0198c0de-0000-7000-8000-000000000000",
  datetime: "must be a date and time such as 2026-01-31T12:00:00Z",
  safeint: "must be a whole number that is not too large",
};

/**
 * What is wrong with a value, and what is allowed there, in words that follow the name of its field: "must be at most
 * 20". Pass it to a schema's parse as `error`. A schema's own messages take precedence.
 */
export const plainIssue: z.core.$ZodErrorMap = (issue) => wordsFor(issue);

const goingOn = /^(must|is|has|holds|contains)\b|^["'[{\d-]/;

/** Combines a place and what is wrong there; words that do not continue the name are set off from it. */
export function placed(subject: string, words: string): string {
  return `${subject}${goingOn.test(words) ? " " : ": "}${words}`;
}

function wordsFor(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return ofWrongKind(issue);
    case "too_big":
    case "too_small":
      return outOfBounds(issue as Bound);
    case "invalid_format":
      return formats[issue.format] ?? "has the wrong format";
    case "not_multiple_of":
      return `must be a multiple of ${figure(issue.divisor)}`;
    case "unrecognized_keys":
      return `has no field ${issue.keys.map(quote).join(", ")}: check the spelling or leave it out`;
    case "invalid_value":
      return oneOf(issue.values);
    case "invalid_union":
      return `must be ${choicesIn(issue.errors).join(" or ") || "of another kind"}`;
    default:
      return "is not allowed here";
  }
}

function ofWrongKind(issue: { readonly expected: string; readonly input?: unknown }): string {
  const { expected, input } = issue;
  if (input === undefined) return "is missing";
  const wanted = kindName(expected);
  // A number that is too large or broken is still a number.
  if (typeof input === "number" && !Number.isFinite(input))
    return `must be ${wanted} that can be written out`;
  if (expected === "int") return "must be a whole number";
  return `must be ${wanted}, but is ${kindOf(input)}`;
}

function outOfBounds(issue: Bound): string {
  const { origin } = issue;
  const isMost = issue.code === "too_big";
  const bound = Number(isMost ? issue.maximum : issue.minimum);
  const unit = units[origin];
  if (unit === undefined) {
    const given = typeof issue.input === "number" ? `, but is ${figure(issue.input)}` : "";
    return `must be ${limitWords(isMost, issue.inclusive !== false)} ${figure(bound)}${given}`;
  }
  const [one, many] = unit;
  if (!isMost && bound === 1) return "must not be empty";
  const words = issue.exact === true ? "exactly" : limitWords(isMost, true);
  return `must have ${words} ${figure(bound)} ${bound === 1 ? one : many}`;
}

function limitWords(isMost: boolean, isInclusive: boolean): string {
  if (isInclusive) return isMost ? "at most" : "at least";
  return isMost ? "less than" : "more than";
}

/** What each alternative of a union would have accepted. */
function choicesIn(alternatives: readonly (readonly z.core.$ZodIssue[])[]): readonly string[] {
  const words = alternatives.flat().flatMap((issue) => {
    if (issue.code === "invalid_type") return [kindName(issue.expected)];
    return issue.code === "invalid_value" ? issue.values.map(quote) : [];
  });
  return [...new Set(words)];
}

function oneOf(values: readonly unknown[]): string {
  const [only] = values;
  return values.length === 1 ? `must be ${quote(only)}` : `must be one of ${values.map(quote).join(", ")}`;
}

/** The name of a kind of value for people: `text`, `a list`. */
export function kindName(kind: string): string {
  return kinds[kind] ?? kind;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return kindName(Array.isArray(value) ? "array" : typeof value);
}

function quote(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

function figure(value: number | bigint): string {
  return value.toLocaleString("en-US");
}
