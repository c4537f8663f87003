import type { ErrorInfo } from "#core/errors.ts";

/** Asking the same model again soon cannot help, and another one may be well. */
const helpedAtOnce: ReadonlySet<ErrorInfo["code"]> = new Set([
  "MODEL_NOT_FOUND",
  "PROVIDER_OVERLOADED",
  "CIRCUIT_OPEN",
]);

/**
 * Whether a failed attempt is followed by one with the node's next model: at once when the model is gone, overloaded or
 * behind an open circuit, and otherwise when its retries are used up by an error that might have passed. A key that is
 * refused and an account without credit are for somebody to fix: another model would hide that, perhaps for more money.
 */
export function shouldFallBack(error: ErrorInfo, retriesAreSpent: boolean): boolean {
  if (error.code === "WORKER_LOST") return false;
  return helpedAtOnce.has(error.code) || (retriesAreSpent && error.retryable);
}
