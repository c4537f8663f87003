import type { Json } from "./json.ts";

const replacement = "\ufffd";

/**
 * Text from outside that need not be exact to the letter (models, HTTP responses), in a form that can be stored: NUL
 * and unpaired surrogates become U+FFFD. What people send us themselves is refused instead, with its place
 * (`checkJsonLimits`).
 */
export function normalizeText(text: string): string {
  return text.replaceAll("\0", replacement).toWellFormed();
}

/**
 * `normalizeText` for every text and key of a value. If two keys become one, the later stays. Deeper than `depthLeft`:
 * null.
 */
export function normalizeJson(value: Json, depthLeft = 1_000): Json {
  if (typeof value === "string") return normalizeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depthLeft === 0) return null;
  if (Array.isArray(value)) return value.map((element) => normalizeJson(element, depthLeft - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [
      normalizeText(key),
      normalizeJson(element, depthLeft - 1),
    ]),
  );
}

/**
 * The beginning of a text, of at most this many UTF-16 units, without half a character at the end, which could not be
 * stored.
 */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
