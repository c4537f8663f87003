import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { answerSchemaOf } from "../agent/repair-turn.ts";
import type { AttemptCount } from "../passes/attempt-count.ts";

/**
 * Whether a failed attempt is followed by one in which its model is shown its answer and what is wrong with it: once
 * for each model of a node whose answers must match a schema, regardless of its retries.
 */
export function isRepairable(
  node: PlanNode,
  before: AttemptCount | undefined,
  { code, retryable }: ErrorInfo,
): boolean {
  const isFirst = before?.repairOf === undefined && before?.hasRepaired !== true;
  const isUnfit = code === "OUTPUT_INVALID" && retryable;
  return isFirst && isUnfit && node.agent !== null && answerSchemaOf(node) !== null;
}

/** The next attempt corrects this one, which does not use up a retry. */
export function repairing(count: AttemptCount): AttemptCount {
  return { ...count, failedBefore: (count.failedBefore ?? 0) + 1, repairOf: count.number };
}

/**
 * What is known of a node's attempts after one more has ended. If an attempt that was to correct an answer got no
 * answer, the next one still has to.
 */
export function afterAnswer(
  before: AttemptCount | undefined,
  code: ErrorInfo["code"],
): Partial<AttemptCount> {
  if (before?.repairOf === undefined || code !== "OUTPUT_INVALID") return before ?? {};
  const { repairOf: _done, ...rest } = before;
  return { ...rest, hasRepaired: true };
}
