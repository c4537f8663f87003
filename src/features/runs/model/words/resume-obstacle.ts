import type { ErrorCode } from "#core/error-codes.ts";
import type { RunView } from "#core/run/view/fold.ts";

/** Errors that follow from the frozen pipeline and its data alone, so that resuming fails again. */
const certain: ReadonlySet<ErrorCode> = new Set([
  "INVALID_INPUT",
  "INVALID_DEFINITION",
  "PAYLOAD_TOO_LARGE",
  "MISSING_VARIABLE",
  "EXPRESSION_FAILED",
  "HTTP_BLOCKED",
]);

/** Why resuming a failed run would only fail again, and what helps instead; null if it may succeed. */
export function resumeObstacle({ error, nodes }: Pick<RunView, "error" | "nodes">): string | null {
  if (error === null) return null;
  if (certain.has(error.code)) {
    return "Resuming would fail the same way: it would run the same pipeline with the same data. Change the input and run again, or edit the pipeline.";
  }
  // Resuming resets what earlier attempts have cost; without any, a single call is too expensive.
  const isNodesLimit = error.code === "BUDGET_EXCEEDED" && error.details?.budgetId === undefined;
  if (isNodesLimit && nodes.get(error.nodeId ?? "")?.retries === 0) {
    return "Resuming would be refused the same way: one call may cost more than its node's limit allows. Change the pipeline, or the input, and run again.";
  }
  return null;
}
