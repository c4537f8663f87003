/** Tells an object from a list, a scalar and nothing at all; of JSON, `isJsonObject` says what is in it too. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
