import type { ErrorCode } from "#core/error-codes.ts";
import type { ErrorInfo } from "#core/errors.ts";

/** Where an error can be fixed. */
export type ErrorPlace = "keys" | "pipeline" | "budgets";

const places: Readonly<Record<ErrorCode, ErrorPlace | null>> = {
  INVALID_INPUT: "pipeline",
  INVALID_DEFINITION: "pipeline",
  TESTS_FAILED: "pipeline",
  PAYLOAD_TOO_LARGE: "pipeline",
  MISSING_VARIABLE: "pipeline",
  UNAUTHENTICATED: null,
  INVALID_CREDENTIALS: null,
  FORBIDDEN: null,
  NOT_FOUND: null,
  CONFLICT: null,
  IDEMPOTENCY_MISMATCH: null,
  RATE_LIMITED: null,
  BODY_DELETED: null,
  OVERLOADED: null,
  STORAGE_FULL: null,
  DATABASE_UNAVAILABLE: null,
  FILES_UNAVAILABLE: null,
  KEY_MISSING: "keys",
  KEY_INVALID: "keys",
  KEY_UNREADABLE: "keys",
  SECRET_MISSING: "keys",
  SECRET_MALFORMED: "keys",
  MODEL_NOT_FOUND: "pipeline",
  PROVIDER_REFUSED: "pipeline",
  PROVIDER_RATE_LIMITED: null,
  PROVIDER_SPEND_LIMIT: "keys",
  PROVIDER_OVERLOADED: null,
  PROVIDER_UNAVAILABLE: null,
  PROVIDER_STREAM_CUT: null,
  PROVIDER_TIMEOUT: null,
  PROVIDER_PROTOCOL: null,
  CIRCUIT_OPEN: "keys",
  BUDGET_EXCEEDED: "pipeline",
  EXPRESSION_FAILED: "pipeline",
  OUTPUT_INVALID: "pipeline",
  OUTPUT_EMPTY: "pipeline",
  OUTPUT_CUT: "pipeline",
  AGENT_LIMIT: "pipeline",
  OUTPUT_TOO_LARGE: "pipeline",
  HTTP_BLOCKED: "pipeline",
  HTTP_FAILED: "pipeline",
  NODE_TIMEOUT: "pipeline",
  RUN_TIMEOUT: "pipeline",
  RUN_CANCELLED: null,
  CHILD_FAILED: null,
  WORKER_LOST: null,
  INTERNAL: null,
};

/** Where to fix this error; null if all one can do is retry. */
export function errorPlace({ code, details }: Pick<ErrorInfo, "code" | "details">): ErrorPlace | null {
  // A node's own limit is in the pipeline.
  return code === "BUDGET_EXCEEDED" && details?.budgetId !== undefined ? "budgets" : places[code];
}

/** The child run that did not complete; in a list, the first failed one, with its item. */
export function failedRunOf({ code, details }: Pick<ErrorInfo, "code" | "details">): FailedRun | null {
  if (code !== "CHILD_FAILED" || typeof details?.runId !== "string") return null;
  return { runId: details.runId, item: typeof details.item === "number" ? details.item : null };
}

interface FailedRun {
  readonly runId: string;
  readonly item: number | null;
}
