import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** Parses typed text as a value, or returns an error. `undefined` removes the field. */
export type TypedValue =
  | { readonly ok: true; readonly value: Json | undefined }
  | { readonly ok: false; readonly message: string };

/** A value as editable text, for fields without a better control. */
export function yamlOf(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "object" && value !== null
    ? formatDefinitionYaml(value).trimEnd()
    : JSON.stringify(value);
}

export function readYaml(text: string): TypedValue {
  if (text.trim() === "") return { ok: true, value: undefined };
  const parsed = parseDefinitionText(text);
  if (parsed.ok) return { ok: true, value: parsed.value };
  const [problem] = parsed.problems;
  return { ok: false, message: problem?.message ?? "This cannot be read." };
}

export function readNumber(text: string): TypedValue {
  const trimmed = text.trim().replace(/[_\s]/g, "");
  if (trimmed === "") return { ok: true, value: undefined };
  const number = Number(trimmed);
  return Number.isFinite(number)
    ? { ok: true, value: number }
    : { ok: false, message: "This must be a number, such as 900 or 0.5." };
}

/** An object's names and texts; other values are shown as in the text. */
export function pairsOf(value: Json | undefined): readonly (readonly [string, string])[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([name, text]) => [name, typeof text === "string" ? text : yamlOf(text)]);
}

/** Converts one expression to an object of expressions; an empty one means the node's input. */
export function fieldsOf(value: Json | undefined): JsonObject {
  return { value: typeof value === "string" && value !== "" ? value : "input" };
}

/** Converts an object of expressions to one equivalent expression. */
export function expressionOf(value: Json | undefined): string {
  return `{${pairsOf(value)
    .map(([name, source]) => `"${name}": ${source}`)
    .join(", ")}}`;
}

/** A list's items as lines; an item without a list is one line. Null: they are not plain values. */
export function linesOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return "";
  const items = Array.isArray(value) ? value : [value];
  return items.every((item) => typeof item === "string" || typeof item === "number")
    ? items.join("\n")
    : null;
}

/** Parses lines; no lines remove the field. */
export function readLines(
  text: string,
  { hasNumbers, mayBeOne }: { readonly hasNumbers: boolean; readonly mayBeOne: boolean },
): Json | undefined {
  const items = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => (hasNumbers && /^-?\d+$/.test(line) ? Number(line) : line));
  const [first, ...others] = items;
  if (first === undefined) return undefined;
  return mayBeOne && others.length === 0 ? first : items;
}
