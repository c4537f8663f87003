import type { ErrorInfo } from "#core/errors.ts";
import { describeExcess } from "#core/json/describe-size.ts";
import { maxValueCharacters } from "#core/json/json-weight.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import { nodeWords, nodeWordsFirst } from "#core/nodes/undo-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { ChildEnd } from "./happening.ts";
import type { FailedItem, ItemsState } from "./items.ts";

/** For messages: `7,200 s`. */
function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1_000).toLocaleString("en-US")} s`;
}

/** An error that the same attempt would meet again. */
function final(node: PlanNode, code: ErrorInfo["code"], message: string): ErrorInfo {
  return { code, message, retryable: false, nodeId: node.id };
}

/** An expression that fails to evaluate will fail again, however often it is tried. */
export function expressionFailure(node: PlanNode, where: string, message: string): ErrorInfo {
  return final(
    node,
    "EXPRESSION_FAILED",
    `${nodeWordsFirst(node.id)}: ${where}: ${message}. Fix the expression, or guard it against missing values.`,
  );
}

/** The edges, or a mapping, yield more than a node's input may hold. */
export function inputTooLarge(node: PlanNode): ErrorInfo {
  return final(
    node,
    "PAYLOAD_TOO_LARGE",
    `The input of node "${node.id}" is larger than ${maxValueCharacters / 1_048_576} MB or nested too deep. Pick what it needs with an input mapping.`,
  );
}

/** A pure node's output does not match: the same input would yield the same output again. */
export function outputInvalid(node: PlanNode, fault: string): ErrorInfo {
  return final(
    node,
    "OUTPUT_INVALID",
    `The output of node "${node.id}" does not match its outputSchema: ${fault}.`,
  );
}

/** A pure node's output is larger than it may pass on. */
export function outputTooLarge(node: PlanNode, limit: number): ErrorInfo {
  return final(
    node,
    "OUTPUT_TOO_LARGE",
    `The output of node "${node.id}" is larger than its limit of ${limit} bytes or nested too deep. Make it smaller, or raise limits.outputBytes.`,
  );
}

/** A wait timed out, and nothing says how the run continues without what it waited for. */
export function waitRanOut(node: PlanNode, message: string): ErrorInfo {
  return final(
    node,
    "NODE_TIMEOUT",
    `${typeOf(node.definition).title} "${node.id}": ${message}. Give it more time, or say what follows then (onTimeout, onError).`,
  );
}

/** A retry that would begin after the run's deadline is not waited for; in a run of its own there might be time. */
export function tooLateToRetry(error: ErrorInfo, delayMs: number, runLeftMs: number): ErrorInfo {
  const message = `${error.message} It is not tried again: the next try would come in ${seconds(delayMs)}, but the run ends in ${seconds(runLeftMs)} (settings.timeoutSeconds).`;
  return { ...error, message };
}

/**
 * Work that stopped although the run was not stopped was given up by a worker that is shutting down: another one takes
 * over.
 */
export function workerStopped(nodeId: string): ErrorInfo {
  const message = `The worker that ran ${nodeWords(nodeId)} was stopped before the node had finished.`;
  return { code: "WORKER_LOST", message, retryable: true, nodeId };
}

/** A worker went silent in the middle of the node. */
export function workerDied(nodeId: string): ErrorInfo {
  const message = `The worker that ran ${nodeWords(nodeId)} stopped before the node had finished. Its log says why.`;
  return { code: "WORKER_LOST", message, retryable: true, nodeId };
}

/** One lost worker says nothing about the node; this many in a row do. */
export function lostForGood({ id }: PlanNode, error: ErrorInfo, lost: number): ErrorInfo {
  const message =
    `${nodeWordsFirst(id)} lost its worker ${lost} times in a row and is not tried again. If nobody restarted the worker that often, the node itself ` +
    "may be what stops it, for example with an input or an output that takes too much memory: the worker's log says more. Make that smaller, " +
    "or fix the worker, then fork the run from this node.";
  return { ...error, message, retryable: false };
}

/** A fork took over a failure that had been caught, and the original error is no longer known. */
export function forgottenFailure(nodeId: string): ErrorInfo {
  const message =
    "This node failed in the run that this one was forked from, and its onError setting let that run continue.";
  return { code: "INTERNAL", message, retryable: false, nodeId };
}

/**
 * Whether another child run in place of this one may succeed: if it timed out, or failed for a reason that may pass.
 * One that somebody cancelled is not started again.
 */
function mayFareBetter({ status, error }: Pick<ChildEnd, "status" | "error">): boolean {
  return status === "timeout" || (status === "failed" && error?.retryable !== false);
}

/** The run of a called pipeline did not complete. */
export function childFailed({ id: nodeId }: PlanNode, end: ChildEnd): ErrorInfo {
  const { runId, status, error } = end;
  const how = { completed: "ended", failed: "failed", timeout: "took too long", cancelled: "was cancelled" }[
    status
  ];
  const why = error === null ? "" : `: ${error.message}`;
  return {
    code: "CHILD_FAILED",
    message: `Run ${runId} of node "${nodeId}" ${how}${why}`,
    retryable: mayFareBetter(end),
    nodeId,
    details: { runId, status, ...(error === null ? {} : { cause: error.code }) },
  };
}

/**
 * More items of a list have failed than their node tolerates; the first of them says why. That one may fail every time;
 * if the node tolerates some, the others decide whether too many do.
 */
export function itemsFailed(
  { id: nodeId }: PlanNode,
  { total, failed }: ItemsState,
  tolerated: number,
  first: FailedItem,
): ErrorInfo {
  const { index, runId, status, error } = first;
  const why = error === null ? "" : `: ${error.message}`;
  const failedItems =
    total === 1 ? `The only item of node "${nodeId}"` : `${failed} of ${total} items of node "${nodeId}"`;
  return {
    code: "CHILD_FAILED",
    message: `${failedItems} failed, ${total === 1 ? "" : "the first of them "}item ${index} (run ${runId})${why}`,
    retryable: mayFareBetter(first) || (tolerated > 0 && status !== "cancelled"),
    nodeId,
    details: {
      item: index,
      failedItems: failed,
      runId,
      status,
      ...(error === null ? {} : { cause: error.code }),
    },
  };
}

/** What a node is to work through is not a list, or is too long. */
export function itemsRefused(node: PlanNode, message: string): ErrorInfo {
  return final(node, "EXPRESSION_FAILED", `Node "${node.id}": config.items ${message}`);
}

/** The results of all items together are larger than the node may pass on. */
export function itemsTooLarge(
  node: PlanNode,
  total: number,
  characters: number,
  { limit, isKept }: { readonly limit: number; readonly isKept: boolean },
): ErrorInfo {
  return final(
    node,
    "OUTPUT_TOO_LARGE",
    `The results of the ${total} items of node "${node.id}" take ${describeExcess(characters, limit)}. ${isKept ? "Let each item put out less." : "Let each item put out less, keep them as a file (results: artifact), or raise limits.outputBytes."}`,
  );
}

/** A called pipeline's output is larger than a run's output can be: half of it must not pass for all of it. */
export function childCutShort(node: PlanNode, runId: string): ErrorInfo {
  return final(
    node,
    "OUTPUT_TOO_LARGE",
    `Run ${runId} of node "${node.id}" put out more than a run's output can hold. Let the called pipeline end with less.`,
  );
}

/** The run that a node waits for does not exist, so it will never end. */
export function childMissing(node: PlanNode): ErrorInfo {
  return final(node, "CHILD_FAILED", `The run of node "${node.id}" is no longer there.`);
}

/** What is called was frozen when the tree was started; deleting a pipeline deletes its versions. */
export function callUnknown(node: PlanNode, key: string): ErrorInfo {
  return final(
    node,
    "CHILD_FAILED",
    `What node "${node.id}" calls (${key}) is no longer there: it was deleted after this run began. Call another pipeline, and start a new run.`,
  );
}
