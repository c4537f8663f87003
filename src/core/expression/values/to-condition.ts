import { mismatch, Optional, shorten, type Value } from "./value.ts";

const wordsForYes: ReadonlySet<string> = new Set(["true", "yes", "1"]);
const wordsForNo: ReadonlySet<string> = new Set(["false", "no", "0", "null", "none", "n/a"]);
/** What people and models put around a word: Markdown, quotes, final punctuation. */
const wrapping = /^[\s*_`"'“”‘’.!]+|[\s*_`"'“”‘’.!]+$/g;
/** A longer text cannot be one of the words, whatever surrounds it. */
const maxWrappedCharacters = 40;

/**
 * Reads any value as a decision: booleans as they are; null, undefined and 0 are false; other numbers, lists and
 * objects, even empty ones, are true. Of texts only clear words decide: true, yes and 1; false, no, 0, null, none, n/a
 * and a blank text; in any case, with quotes, Markdown or a full stop around them.
 *
 * @throws ExpressionFailure for any other text: a model that says "No, it is not" must not be taken for a yes.
 */
export function toCondition(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (typeof value === "bigint") return value !== 0n;
  if (typeof value === "string") return textToCondition(value);
  return value instanceof Optional ? toCondition(value.content) : true;
}

function textToCondition(text: string): boolean {
  const trimmed = text.trim();
  const word = trimmed.length > maxWrappedCharacters ? null : trimmed.replace(wrapping, "").toLowerCase();
  // "..." and "!!!" contain no word at all; only a blank text counts as empty.
  if (trimmed === "") return false;
  if (word !== null && wordsForYes.has(word)) return true;
  if (word !== null && wordsForNo.has(word)) return false;
  throw mismatch(
    `the text ${JSON.stringify(shorten(trimmed))} is neither yes nor no: compare it, for example with == "approved" or .contains("approved"), or ask the model for a field with an outputSchema`,
  );
}
