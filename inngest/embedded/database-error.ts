/** SQLSTATE classes of transient errors: connection, resources, a server that stops or starts, collisions. */
const passingClasses = new Set(["08", "40", "53", "55", "57"]);

/**
 * Whether an error of the database or its connection may be gone at the next try; wrong credentials or a missing schema
 * are permanent.
 */
export function isPassing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isSqlState = /^[0-9A-Z]{5}$/.test(code);
  return !isSqlState || passingClasses.has(code.slice(0, 2));
}
