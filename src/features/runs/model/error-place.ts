import type { ErrorCode } from "#core/errors.ts";

/** Where something can be done about an error. */
export type ErrorPlace = "keys" | "pipeline";

const places: Readonly<Partial<Record<ErrorCode, ErrorPlace>>> = {
  KEY_MISSING: "keys",
  KEY_INVALID: "keys",
  KEY_UNREADABLE: "keys",
  PROVIDER_SPEND_LIMIT: "keys",
  MODEL_NOT_FOUND: "pipeline",
  MISSING_VARIABLE: "pipeline",
  BUDGET_EXCEEDED: "pipeline",
  OUTPUT_EMPTY: "pipeline",
  INVALID_INPUT: "pipeline",
  PROVIDER_REFUSED: "pipeline",
  EXPRESSION_FAILED: "pipeline",
  OUTPUT_INVALID: "pipeline",
  OUTPUT_TOO_LARGE: "pipeline",
  HTTP_BLOCKED: "pipeline",
  NODE_TIMEOUT: "pipeline",
  RUN_TIMEOUT: "pipeline",
};

/** The place to go to after this error; null where trying again is all there is. */
export function errorPlace(code: ErrorCode): ErrorPlace | null {
  return places[code] ?? null;
}
