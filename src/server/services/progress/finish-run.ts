import type { Json, JsonObject } from "#core/json.ts";
import type { NodeChange, RunEnd } from "#core/run/state.ts";
import { countRunEnd } from "#server/db/run/count-runs.ts";
import { listNodeRuns, type NodeRunDetail } from "#server/db/run/node-run-reader.ts";
import { forgetRun, markRunEnded } from "#server/db/run/open-run-store.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import { addTotals, noTotals, type ProgressDraft } from "./progress-draft.ts";

/** Readers that are cut off for a while still find the pieces they missed; then complete text is kept once. */
const tidyAfterMs = 10 * 60_000;

/** What a run leaves behind when it ends, however it ends: its artifact, the pipeline's counters, and a last look later. */
export async function finishRun(tx: TenantSql, draft: ProgressDraft, end: RunEnd): Promise<void> {
  const { workspaceId, runId, pipelineId } = draft.run;
  const earlier = draft.isStart ? [] : await listNodeRuns(tx, workspaceId, runId);
  draft.artifacts.push({
    nodeId: null,
    kind: "run",
    name: `run-${runId}.json`,
    mediaType: "application/json",
    content: JSON.stringify(describeRun(draft, end, earlier), null, 2),
  });
  await countRunEnd(tx, workspaceId, pipelineId, end.status);
  if (draft.plan.nodes.every((node) => node.agent === null)) await forgetRun(tx, runId);
  else await markRunEnded(tx, runId, tidyAfterMs);
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
