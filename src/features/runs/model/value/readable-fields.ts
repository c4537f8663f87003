import type { Json } from "#core/json/json.ts";

/** Texts from this length on count as reading matter. */
const readableLength = 80;

/** The fields of an object of long texts, such as the outputs of several nodes; null for any other value. */
export function readableFields(value: Json): readonly (readonly [name: string, value: Json])[] | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const fields = Object.entries(value);
  return fields.some(([, field]) => isReadable(field)) ? fields : null;
}

function isReadable(value: Json): boolean {
  return typeof value === "string" && (value.length >= readableLength || value.includes("\n"));
}
