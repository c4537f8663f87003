import type { ErrorCode } from "#core/error-codes.ts";

/**
 * What the end of a call says about the provider:
 * - `answered`: it did its work, whether or not we could use it.
 * - `down`: it could not, for reasons of its own.
 * - `refused`: it declined, because of the request, the key or the rate of calls.
 * - `unsaid`: we stopped, or were stopped, before it said anything.
 */
export type CircuitVerdict = "answered" | "down" | "refused" | "unsaid";

const verdictByCode: Readonly<Record<ErrorCode, CircuitVerdict>> = {
  INVALID_INPUT: "unsaid",
  INVALID_DEFINITION: "unsaid",
  TESTS_FAILED: "unsaid",
  PAYLOAD_TOO_LARGE: "unsaid",
  MISSING_VARIABLE: "unsaid",
  UNAUTHENTICATED: "unsaid",
  INVALID_CREDENTIALS: "unsaid",
  FORBIDDEN: "unsaid",
  NOT_FOUND: "unsaid",
  CONFLICT: "unsaid",
  IDEMPOTENCY_MISMATCH: "unsaid",
  RATE_LIMITED: "unsaid",
  BODY_DELETED: "unsaid",
  OVERLOADED: "unsaid",
  STORAGE_FULL: "unsaid",
  DATABASE_UNAVAILABLE: "unsaid",
  FILES_UNAVAILABLE: "unsaid",
  KEY_MISSING: "unsaid",
  KEY_INVALID: "refused",
  KEY_UNREADABLE: "unsaid",
  SECRET_MISSING: "unsaid",
  SECRET_MALFORMED: "unsaid",
  MODEL_NOT_FOUND: "refused",
  PROVIDER_REFUSED: "refused",
  PROVIDER_RATE_LIMITED: "refused",
  PROVIDER_SPEND_LIMIT: "refused",
  PROVIDER_OVERLOADED: "down",
  PROVIDER_UNAVAILABLE: "down",
  PROVIDER_STREAM_CUT: "down",
  PROVIDER_TIMEOUT: "down",
  PROVIDER_PROTOCOL: "down",
  CIRCUIT_OPEN: "unsaid",
  BUDGET_EXCEEDED: "unsaid",
  EXPRESSION_FAILED: "unsaid",
  OUTPUT_INVALID: "answered",
  OUTPUT_EMPTY: "answered",
  OUTPUT_CUT: "answered",
  AGENT_LIMIT: "answered",
  OUTPUT_TOO_LARGE: "answered",
  HTTP_BLOCKED: "unsaid",
  HTTP_FAILED: "unsaid",
  NODE_TIMEOUT: "unsaid",
  RUN_TIMEOUT: "unsaid",
  RUN_CANCELLED: "unsaid",
  CHILD_FAILED: "unsaid",
  WORKER_LOST: "unsaid",
  INTERNAL: "unsaid",
};

/** The verdict of a call that failed with this code; null: it did not fail. */
export function circuitVerdictOf(code: ErrorCode | null): CircuitVerdict {
  return code === null ? "answered" : verdictByCode[code];
}
