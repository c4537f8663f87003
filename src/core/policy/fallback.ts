import type { ErrorInfo } from "#core/errors.ts";

/** Asking the same model again soon cannot help, while another one may work. */
const helpedAtOnce: ReadonlySet<ErrorInfo["code"]> = new Set([
  "MODEL_NOT_FOUND",
  "PROVIDER_OVERLOADED",
  "CIRCUIT_OPEN",
]);

/**
 * Whether a failed attempt is followed by one with the node's next model: immediately if the model is gone, overloaded
 * or behind an open circuit, otherwise when its retries are used up by an error that might have passed. A refused key
 * and an account without credit are for somebody to fix: another model would hide that, perhaps for more money.
 */
export function shouldFallBack(error: ErrorInfo, retriesAreSpent: boolean): boolean {
  if (error.code === "WORKER_LOST") return false;
  return helpedAtOnce.has(error.code) || (retriesAreSpent && error.retryable);
}
