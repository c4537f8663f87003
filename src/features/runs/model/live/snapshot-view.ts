import type { Totals } from "#core/model/usage.ts";
import { typeStartsRuns } from "#core/nodes/child-types.ts";
import { usualStop } from "#core/run/agent/stop.ts";
import { emptyRunView, type NodeView, type RunView } from "#core/run/view/fold.ts";
import { emptyNodeView, outputText } from "#core/run/view/node-view.ts";
import type { LiveTexts } from "./live-texts.ts";
import type { NodeRunSnapshot, RunSnapshot } from "./run-snapshot.ts";

/** The parts of a snapshot that a view needs. */
export type ViewedSnapshot = Pick<RunSnapshot, "run" | "definition" | "nodeRuns" | "attempts" | "undo">;

/**
 * The view of a snapshot, the same one that the log folds to, for the time until the log has been read. The text of
 * running attempts is not in a snapshot; `texts` has it.
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
  // Among waiting nodes, one that calls a model may have had attempts: its next call waits for money. A waiting call
  // node waits for its child run instead.
  const isBetweenTries =
    (status === "running" && wakeAtMs !== null) ||
    (status === "waiting" && attemptCount > 0 && !typeStartsRuns(nodeRun.nodeType));
  return {
    ...emptyNodeView(nodeId),
    ...timesOf(nodeRun, snapshot),
    status,
    text: isCompleted && !outputLeftOut ? outputText(output) : "",
    attempt: attemptCount,
    retries: retriesOf(nodeRun, snapshot, isBetweenTries),
    // After a handled error the row holds the fallback as output; the log does not have it.
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

/** Retries after failures. An attempt that ended because its node began to wait does not count. */
function retriesOf(nodeRun: NodeRunSnapshot, snapshot: ViewedSnapshot, isBetweenTries: boolean): number {
  const { nodeId, attemptCount } = nodeRun;
  const paused = snapshot.attempts.filter(
    (one) =>
      one.nodeId === nodeId && one.status === "cancelled" && (one.attempt < attemptCount || isBetweenTries),
  );
  const last = isBetweenTries || isCutBetweenTries(nodeRun, snapshot) ? 0 : 1;
  return Math.max(0, attemptCount - paused.length - last);
}

/** A reused node is there from the start of the run, whenever it originally ran. */
function timesOf(
  { reusedFromRunId, startedAtMs, finishedAtMs }: NodeRunSnapshot,
  { run }: ViewedSnapshot,
): Pick<NodeView, "startedAtMs" | "finishedAtMs"> {
  return reusedFromRunId === null
    ? { startedAtMs, finishedAtMs }
    : { startedAtMs: null, finishedAtMs: run.startedAtMs };
}

/** Cancelled after its last attempt had failed and before the next one began. */
function isCutBetweenTries(
  { nodeId, status, attemptCount }: NodeRunSnapshot,
  { attempts }: ViewedSnapshot,
): boolean {
  if (status !== "cancelled") return false;
  const last = attempts.find((attempt) => attempt.nodeId === nodeId && attempt.attempt === attemptCount);
  return last?.status === "failed" || last?.status === "lost";
}

/** A failed node whose `onError` says so always lets the run continue. */
function isCaught(nodeId: string, { definition }: ViewedSnapshot): boolean {
  return definition.nodes.some((node) => node.id === nodeId && node.onError !== "fail");
}

/** A node that runs as a child run has no attempts here. */
function lastError({ nodeId, error }: NodeRunSnapshot, { attempts }: ViewedSnapshot): NodeView["error"] {
  return attempts.findLast((attempt) => attempt.nodeId === nodeId)?.error ?? error;
}

type Priced = Pick<NodeRunSnapshot, "inputTokens" | "outputTokens" | "costMicros" | "isSandbox">;

function totalsOf({ inputTokens, outputTokens, costMicros, isSandbox }: Priced): Totals {
  return { inputTokens, outputTokens, costMicros, sandbox: isSandbox };
}
