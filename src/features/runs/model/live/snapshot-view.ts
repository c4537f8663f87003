import type { Totals } from "#core/model/usage.ts";
import { startsRuns } from "#core/nodes/child-types.ts";
import { usualStop } from "#core/run/agent/stop.ts";
import { emptyRunView, type NodeView, type RunView } from "#core/run/view/fold.ts";
import { emptyNodeView, textOf } from "#core/run/view/node-view.ts";
import type { LiveTexts } from "./live-texts.ts";
import type { NodeRunSnapshot, RunSnapshot } from "./run-snapshot.ts";

/** The parts of a snapshot that a view is made of. */
export type ViewedSnapshot = Pick<RunSnapshot, "run" | "definition" | "nodeRuns" | "attempts" | "undo">;

/**
 * What a page shows before the log has been read again: the same view that the log folds to. The text of tries that are
 * being made just now is not in a snapshot; `texts` brings it.
 */
export function viewOfSnapshot(snapshot: ViewedSnapshot, texts: LiveTexts): RunView {
  const { run, definition, nodeRuns } = snapshot;
  const nodeIds = definition.nodes.map((node) => node.id);
  const nodes = new Map(emptyRunView(nodeIds).nodes);
  for (const nodeRun of nodeRuns) {
    const view = viewOfNodeRun(nodeRun, snapshot);
    const said = view.status === "running" ? texts[nodeRun.nodeId] : undefined;
    nodes.set(nodeRun.nodeId, said === undefined ? view : { ...view, ...said });
  }
  return {
    status: run.status,
    nodes,
    error: run.status === "cancelled" ? null : run.error,
    reason: run.status === "cancelled" ? (run.error?.message ?? null) : null,
    undo: snapshot.undo,
    totals: totalsOf(run),
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs,
    cursor: run.lastEventSeq,
  };
}

function viewOfNodeRun(nodeRun: NodeRunSnapshot, snapshot: ViewedSnapshot): NodeView {
  const { nodeId, status, output, outputLeftOut, branch, stop, attemptCount, wakeAtMs } = nodeRun;
  const isCompleted = status === "completed";
  // Of those that wait one that asks a model may have been tried: its next call waits for money. What waits in a
  // call is the run that it has started.
  const isBetweenTries =
    (status === "running" && wakeAtMs !== null) ||
    (status === "waiting" && attemptCount > 0 && !startsRuns(nodeRun.nodeType));
  return {
    ...emptyNodeView(nodeId),
    ...timesOf(nodeRun, snapshot),
    status,
    text: isCompleted && !outputLeftOut ? textOf(output) : "",
    attempt: attemptCount,
    retries: retriesOf(nodeRun, snapshot, isBetweenTries),
    // What a failure that was caught goes on with stands in its place; the log does not hold it.
    output: isCompleted ? output : null,
    isOutputLeftOut: isCompleted && outputLeftOut,
    branch,
    stop: stop === usualStop ? null : stop,
    error: status === "failed" ? nodeRun.error : isBetweenTries ? lastError(nodeRun, snapshot) : null,
    isHandled: status === "failed" && isCaught(nodeId, snapshot),
    isReused: nodeRun.reusedFromRunId !== null,
    totals: totalsOf(nodeRun),
    wakeAtMs,
  };
}

/** What followed upon failures. A try that ended because its node came to wait was not one. */
function retriesOf(nodeRun: NodeRunSnapshot, snapshot: ViewedSnapshot, isBetweenTries: boolean): number {
  const { nodeId, attemptCount } = nodeRun;
  const paused = snapshot.attempts.filter(
    (one) =>
      one.nodeId === nodeId && one.status === "cancelled" && (one.attempt < attemptCount || isBetweenTries),
  );
  const last = isBetweenTries || isCutBetweenTries(nodeRun, snapshot) ? 0 : 1;
  return Math.max(0, attemptCount - paused.length - last);
}

/** What was taken over is there from the beginning of the run, whenever it was made. */
function timesOf(
  { reusedFromRunId, startedAtMs, finishedAtMs }: NodeRunSnapshot,
  { run }: ViewedSnapshot,
): Pick<NodeView, "startedAtMs" | "finishedAtMs"> {
  return reusedFromRunId === null
    ? { startedAtMs, finishedAtMs }
    : { startedAtMs: null, finishedAtMs: run.startedAtMs };
}

/** It was cancelled when its last try had failed and the next had not begun. */
function isCutBetweenTries(
  { nodeId, status, attemptCount }: NodeRunSnapshot,
  { attempts }: ViewedSnapshot,
): boolean {
  if (status !== "cancelled") return false;
  const last = attempts.find((attempt) => attempt.nodeId === nodeId && attempt.attempt === attemptCount);
  return last?.status === "failed" || last?.status === "lost";
}

/** Only a node whose `onError` says so lets the run go on after it failed, and then it always does. */
function isCaught(nodeId: string, { definition }: ViewedSnapshot): boolean {
  return definition.nodes.some((node) => node.id === nodeId && node.onError !== "fail");
}

/** What is tried as a run of its own has no attempts here. */
function lastError({ nodeId, error }: NodeRunSnapshot, { attempts }: ViewedSnapshot): NodeView["error"] {
  return attempts.findLast((attempt) => attempt.nodeId === nodeId)?.error ?? error;
}

type Priced = Pick<NodeRunSnapshot, "inputTokens" | "outputTokens" | "costMicros" | "isSandbox">;

function totalsOf({ inputTokens, outputTokens, costMicros, isSandbox }: Priced): Totals {
  return { inputTokens, outputTokens, costMicros, sandbox: isSandbox };
}
