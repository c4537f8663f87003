/** The operators of a comparison, with their labels. */
export const conditionTests = {
  is: "is",
  "is-not": "is not",
  more: "is more than",
  "at-least": "is at least",
  less: "is less than",
  "at-most": "is at most",
  contains: "contains the text",
  begins: "begins with the text",
  ends: "ends with the text",
  matches: "matches the pattern",
  "length-is": "has the length",
  "length-is-not": "does not have the length",
  "length-more": "is longer than",
  "length-at-least": "is at least as long as",
  "length-less": "is shorter than",
  "length-at-most": "is at most as long as",
  there: "is there",
  missing: "is not there",
} as const;
export type ConditionTest = keyof typeof conditionTests;

/** One comparison, parsed for a form. */
export interface ConditionParts {
  /** The path of the value, such as `input.score`. */
  readonly value: string;
  readonly test: ConditionTest;
  /** The other operand, as typed: a number, true, false, null or a text. */
  readonly with: string;
}

const operators = {
  is: "==",
  "is-not": "!=",
  more: ">",
  "at-least": ">=",
  less: "<",
  "at-most": "<=",
} as const;
const lengths = {
  "length-is": "==",
  "length-is-not": "!=",
  "length-more": ">",
  "length-at-least": ">=",
  "length-less": "<",
  "length-at-most": "<=",
} as const;
const methods = {
  contains: "contains",
  begins: "startsWith",
  ends: "endsWith",
  matches: "matches",
} as const;

const path = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d{1,9}\])*`;
const text = String.raw`"(?:[^"\\]|\\["\\nt])*"`;
const scalar = String.raw`-?\d{1,15}(?:\.\d{1,15})?|true|false|null|${text}`;
const operator = "==|!=|>=|<=|>|<";
/** `has` accepts only fields, so only a field can be tested for presence. */
const fieldPath = String.raw`${path}\.[A-Za-z_]\w*`;
const shapes = [
  `(?<not>!?)has\\((?<value>${fieldPath})\\)`,
  `(?<value>${path})\\.(?<method>contains|startsWith|endsWith|matches)\\((?<with>${text})\\)`,
  `size\\((?<value>${path})\\)\\s*(?<length>${operator})\\s*(?<with>${scalar})`,
  `(?<value>${path})\\s*(?<operator>${operator})\\s*(?<with>${scalar})`,
].map((shape) => new RegExp(shape, "y"));
const wholePath = new RegExp(`^${path}$`);
const wholeField = new RegExp(`^${fieldPath}$`);
const plain = new RegExp(`^(?:${scalar})$`);

/** Parses the comparison at a position of a condition, and returns where it ends; null if it is something else. */
export function comparisonAt(
  source: string,
  start: number,
): { readonly parts: ConditionParts; readonly end: number } | null {
  for (const shape of shapes) {
    shape.lastIndex = start;
    const found = shape.exec(source);
    const parts = found?.groups === undefined ? null : partsOf(found.groups);
    if (found !== null && parts !== null) return { parts, end: start + found[0].length };
  }
  return null;
}

function partsOf(found: { readonly [name: string]: string | undefined }): ConditionParts | null {
  const { value = "", with: written = "" } = found;
  if (found.not !== undefined) return { value, test: found.not === "" ? "there" : "missing", with: "" };
  const asked = keyOf(methods, found.method);
  if (asked !== null) return { value, test: asked, with: unquoted(written) };
  const test = keyOf(lengths, found.length) ?? keyOf(operators, found.operator);
  return test === null ? null : { value, test, with: typedScalar(written) };
}

/** A text that looks like a number keeps its quotes, so that it stays a text. */
function typedScalar(written: string): string {
  const said = written.startsWith('"') ? unquoted(written) : written;
  return written !== said && plain.test(said) ? written : said;
}

/** A comparison as an expression. */
export function writeComparison({ value, test, with: typed }: ConditionParts): string {
  switch (test) {
    case "there":
      return wholeField.test(value) ? `has(${value})` : `${value} != null`;
    case "missing":
      return wholeField.test(value) ? `!has(${value})` : `${value} == null`;
    case "contains":
    case "begins":
    case "ends":
    case "matches":
      return `${value}.${methods[test]}(${quoted(typed)})`;
    case "length-is":
    case "length-is-not":
    case "length-more":
    case "length-at-least":
    case "length-less":
    case "length-at-most":
      return `size(${value}) ${lengths[test]} ${writtenScalar(typed)}`;
    case "is":
    case "is-not":
    case "more":
    case "at-least":
    case "less":
    case "at-most":
      return `${value} ${operators[test]} ${writtenScalar(typed)}`;
  }
}

function writtenScalar(typed: string): string {
  return plain.test(typed.trim()) ? typed.trim() : quoted(typed);
}

/** Whether an operator needs a second operand; a test for presence does not. */
export function comparesWith(test: ConditionTest): boolean {
  return test !== "there" && test !== "missing";
}

/** Whether a text is a path. */
export function isPath(source: string): boolean {
  return wholePath.test(source.trim());
}

/** The error of a comparison's operand; an empty one is no error. */
export function valueProblem(typed: string, isUnwritten: boolean): string | null {
  if (isPath(typed) || (isUnwritten && typed.trim() === "")) return null;
  return "Enter the path of a value, such as input.score. Write anything else below.";
}

function keyOf<Key extends ConditionTest>(
  table: { readonly [Name in Key]: string },
  wanted: string | undefined,
): Key | null {
  const found = (Object.keys(table) as Key[]).find((key) => table[key] === wanted);
  return found ?? null;
}

function quoted(typed: string): string {
  const escaped = typed
    .replace(/["\\]/g, String.raw`\$&`)
    .replace(/\n/g, String.raw`\n`)
    .replace(/\t/g, String.raw`\t`);
  return `"${escaped}"`;
}

const escapes: { readonly [letter: string]: string } = { n: "\n", t: "\t" };

function unquoted(written: string): string {
  return written.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
