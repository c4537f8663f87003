import type { ErrorCode } from "#core/errors.ts";

/** What comes of the frozen pipeline and its data alone: met again, it fails again. */
const certain: ReadonlySet<ErrorCode> = new Set([
  "INVALID_INPUT",
  "INVALID_DEFINITION",
  "PAYLOAD_TOO_LARGE",
  "MISSING_VARIABLE",
  "EXPRESSION_FAILED",
  "HTTP_BLOCKED",
]);

/** Why going on with a run that failed so would only fail again, and what helps instead; null where it may succeed. */
export function resumeObstacle(code: ErrorCode): string | null {
  return certain.has(code)
    ? "Resuming would fail the same way: the same data would meet the same pipeline. Change the input and run again, or edit the pipeline."
    : null;
}
