/**
 * Distinguishes an object from a list, a scalar and null; for JSON, `isJsonObject` also gives the type of its values.
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
