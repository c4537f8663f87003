import type { Json, JsonObject } from "#core/json.ts";
import type { NodeChange, RunEnd } from "#core/run/state.ts";
import { listNodeRuns, type NodeRunDetail } from "#server/db/run/node-run-reader.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import { addTotals, noTotals, type ProgressDraft } from "./progress-draft.ts";

/** Adds to the draft what a run leaves behind when it ends, however it ends: its artifact. */
export async function describeRunEnd(tx: TenantSql, draft: ProgressDraft, end: RunEnd): Promise<void> {
  const { workspaceId, runId } = draft.run;
  const earlier = hasEarlier(draft) ? await listNodeRuns(tx, workspaceId, runId) : [];
  draft.artifacts.push({
    nodeId: null,
    kind: "run",
    name: `run-${runId}.json`,
    mediaType: "application/json",
    encoding: "text",
    content: JSON.stringify(describeRun(draft, end, earlier), null, 2),
  });
}

/** Whether a node was reached before this step, or taken over from the run that was forked. */
function hasEarlier({ plan, state, changes }: ProgressDraft): boolean {
  return plan.nodes.some((node) => state.phases[node.id] !== "idle" && !changes.has(node.id));
}

/** The run's whole story in one document: each step's output with its model, tokens and cost, and the final output. */
function describeRun(draft: ProgressDraft, end: RunEnd, earlier: readonly NodeRunDetail[]): JsonObject {
  const { run, plan } = draft;
  const before = { ...run, sandbox: run.isSandbox };
  const { inputTokens, outputTokens, costMicros, sandbox } = addTotals(
    before,
    [...draft.spent.values()].reduce(addTotals, noTotals),
  );
  const known = new Map(earlier.map((nodeRun) => [nodeRun.nodeId, nodeRun]));
  return {
    runId: run.runId,
    pipeline: plan.definition.name,
    status: end.status,
    output: end.output,
    error: end.error === null ? null : { code: end.error.code, message: end.error.message },
    totals: { inputTokens, outputTokens, costMicros, currency: "USD", sandbox },
    steps: plan.nodes.map((node) =>
      describeStep(draft, node.id, known.get(node.id), draft.changes.get(node.id)),
    ),
  };
}

function describeStep(
  draft: ProgressDraft,
  nodeId: string,
  stored: NodeRunDetail | undefined,
  change: NodeChange | undefined,
): JsonObject {
  const node = draft.plan.nodeById.get(nodeId);
  const totals =
    draft.nodeTotals.get(nodeId) ??
    (stored === undefined ? noTotals : { ...stored, sandbox: stored.isSandbox });
  const error = change?.error ?? stored?.error ?? null;
  const output: Json = change?.output ?? stored?.output ?? null;
  return {
    nodeId,
    name: node?.name ?? nodeId,
    type: node?.type ?? "unknown",
    status: change?.status ?? stored?.status ?? "pending",
    output,
    model: node?.agent?.model ?? null,
    attempts: change?.attempt ?? stored?.attemptCount ?? 0,
    inputTokens: totals.inputTokens,
    outputTokens: totals.outputTokens,
    costMicros: totals.costMicros,
    error: error === null ? null : { code: error.code, message: error.message },
  };
}
