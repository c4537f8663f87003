/** What a value can be tested for, with the words of the form. */
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
} as const;
export type ConditionTest = keyof typeof conditionTests;

/** A condition of one comparison, taken apart for a form. */
export interface ConditionParts {
  /** Where the value is: a path such as `input.score`. */
  readonly value: string;
  readonly test: ConditionTest;
  /** What it is compared with, as somebody types it: a number, true, false, null or a text. */
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
const methods = { contains: "contains", begins: "startsWith", ends: "endsWith" } as const;

const path = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d{1,9}\])*`;
const text = String.raw`"(?:[^"\\]|\\["\\nt])*"`;
const scalar = String.raw`-?\d{1,15}(?:\.\d{1,15})?|true|false|null|${text}`;
const compared = new RegExp(`^(?<value>${path})\\s*(?<operator>==|!=|>=|<=|>|<)\\s*(?<with>${scalar})$`);
const asked = new RegExp(
  `^(?<value>${path})\\.(?<method>contains|startsWith|endsWith)\\((?<with>${text})\\)$`,
);
const wholePath = new RegExp(`^${path}$`);
const plain = new RegExp(`^(?:${scalar})$`);

/** Takes a condition apart; null where it is more than one comparison of a value with something written there. */
export function readCondition(source: string): ConditionParts | null {
  const trimmed = source.trim();
  const method = asked.exec(trimmed)?.groups;
  if (method !== undefined) {
    const test = keyOf(methods, method.method);
    return test === null ? null : { value: method.value ?? "", test, with: unquoted(method.with ?? "") };
  }
  const comparison = compared.exec(trimmed)?.groups;
  const test = keyOf(operators, comparison?.operator);
  if (comparison === undefined || test === null) return null;
  const written = comparison.with ?? "";
  const said = written.startsWith('"') ? unquoted(written) : written;
  // A text that looks like a number keeps its quotes, so that it stays a text.
  return {
    value: comparison.value ?? "",
    test,
    with: written !== said && plain.test(said) ? written : said,
  };
}

/** The condition as an expression. */
export function writeCondition({ value, test, with: typed }: ConditionParts): string {
  switch (test) {
    case "contains":
    case "begins":
    case "ends":
      return `${value}.${methods[test]}(${quoted(typed)})`;
    case "is":
    case "is-not":
    case "more":
    case "at-least":
    case "less":
    case "at-most":
      return `${value} ${operators[test]} ${plain.test(typed.trim()) ? typed.trim() : quoted(typed)}`;
  }
}

/** Whether a text says where a value is. */
export function isPath(source: string): boolean {
  return wholePath.test(source.trim());
}

/** What is wrong with a value that is to be compared, for a person; nothing may stand there before it is written. */
export function valueProblem(typed: string, isUnwritten: boolean): string | null {
  if (isPath(typed) || (isUnwritten && typed.trim() === "")) return null;
  return "Say where the value is, as in input.score. Anything else is written below.";
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
