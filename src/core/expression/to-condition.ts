import { Optional, type Value } from "./value.ts";

const textsForNo: ReadonlySet<string> = new Set(["", "false", "no"]);

/**
 * Reads any value as a decision: booleans as they are; null, nothing, 0, blank text and the texts "false" and "no" (whatever their
 * case and surrounding space) are false; everything else is true, an empty list or object too.
 */
export function toCondition(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (typeof value === "bigint") return value !== 0n;
  if (typeof value === "string") return !isTextForNo(value);
  return value instanceof Optional ? toCondition(value.content) : true;
}

function isTextForNo(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= 5 && textsForNo.has(trimmed.toLowerCase());
}
