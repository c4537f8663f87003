import type { Totals } from "#core/model/usage.ts";
import { emptyRunView, type NodeView, type RunView } from "#core/run/fold.ts";
import { emptyNodeView } from "#core/run/node-view.ts";
import { usualStop } from "#core/run/stop.ts";
import type { LiveTexts } from "./live-texts.ts";
import type { NodeRunSnapshot, RunSnapshot } from "./run-snapshot.ts";

/**
 * What a page shows before the log has been read again: the same view that the log folds to. The text of tries that are being made just
 * now is not in a snapshot; `texts` brings it.
 */
export function viewOfSnapshot({ run, definition, nodeRuns }: RunSnapshot, texts: LiveTexts): RunView {
  const nodeIds = definition.nodes.map((node) => node.id);
  const nodes = new Map(emptyRunView(nodeIds).nodes);
  for (const nodeRun of nodeRuns) {
    const view = viewOfNodeRun(nodeRun);
    const said = view.status === "running" ? texts[nodeRun.nodeId] : undefined;
    nodes.set(nodeRun.nodeId, said === undefined ? view : { ...view, ...said });
  }
  return {
    status: run.status,
    nodes,
    error: run.error,
    reason: null,
    totals: totalsOf(run),
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs,
    cursor: run.lastEventSeq,
  };
}

function viewOfNodeRun(nodeRun: NodeRunSnapshot): NodeView {
  const { nodeId, status, output, branch, stop, error, attemptCount } = nodeRun;
  const isCompleted = status === "completed";
  return {
    ...emptyNodeView(nodeId),
    status,
    text: isCompleted ? textOf(output) : "",
    attempt: attemptCount,
    retries: Math.max(0, attemptCount - 1),
    output,
    branch,
    stop: stop === usualStop ? null : stop,
    error: isCompleted ? null : error,
    isHandled: isCompleted && error !== null,
    isReused: nodeRun.reusedFromRunId !== null,
    totals: totalsOf(nodeRun),
    startedAtMs: nodeRun.startedAtMs,
    finishedAtMs: nodeRun.finishedAtMs,
    wakeAtMs: nodeRun.wakeAtMs,
  };
}

type Priced = Pick<NodeRunSnapshot, "inputTokens" | "outputTokens" | "costMicros" | "isSandbox">;

function totalsOf({ inputTokens, outputTokens, costMicros, isSandbox }: Priced): Totals {
  return { inputTokens, outputTokens, costMicros, sandbox: isSandbox };
}

function textOf(output: unknown): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}
