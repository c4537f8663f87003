import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** An expression that cannot be evaluated will not be, however often it is tried. */
export function expressionFailure(node: PlanNode, where: string, message: string): ErrorInfo {
  return {
    code: "EXPRESSION_FAILED",
    message: `Node "${node.id}": ${where}: ${message}. Fix the expression, or guard it against missing values.`,
    retryable: false,
    nodeId: node.id,
  };
}
