import type { Json, JsonObject } from "#core/json/json.ts";
import { charactersOf, maxValueCharacters } from "#core/json/json-weight.ts";
import { addTotals, noTotals } from "#core/model/usage.ts";
import type { NodeChange, RunEnd } from "#core/run/advance-result.ts";
import { type OutputRoom, outputRoom, takeRoom } from "#core/run/output-room.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listRunSteps, type RunStep } from "#server/db/run/progress/list-run-steps.ts";
import type { LockedRun } from "#server/db/run/progress/lock-run.ts";
import type { Changeset } from "./changeset.ts";

/** Documents up to this size are indented for people; a larger one would grow to many times its size. */
const indentedCharacters = 200_000;

/** Adds the run's own artifact to the changeset when it ends, however it ends. */
export async function describeRunEnd(tx: TenantSql, changeset: Changeset, end: RunEnd): Promise<void> {
  const { runId } = changeset.run;
  const known = changeset.earlierSteps ?? changeset.story?.steps();
  const earlier = known ?? (hasEarlier(changeset) ? await readEarlierSteps(tx, changeset.run) : []);
  const room = outputRoom();
  const document = describeRun(changeset, end, earlier, room);
  const characters = maxValueCharacters - room.left + charactersOf(end.output, room.weighed);
  const isSmall = characters <= indentedCharacters;
  changeset.artifacts.push({
    nodeId: null,
    kind: "run",
    name: `run-${runId}.json`,
    mediaType: "application/json",
    encoding: "text",
    content: isSmall ? JSON.stringify(document, null, 2) : JSON.stringify(document),
  });
}

/** A run's steps so far, with as many of their outputs as fit into a document. */
export function readEarlierSteps(
  tx: TenantSql,
  { workspaceId, runId }: Pick<LockedRun, "workspaceId" | "runId">,
): Promise<readonly RunStep[]> {
  return listRunSteps(tx, workspaceId, runId, maxValueCharacters);
}

/** An output as far as there is room for it; otherwise a note that it was left out. */
function outputWithin(room: OutputRoom, output: Json, isLeftOut = false): JsonObject {
  return isLeftOut || !takeRoom(room, output) ? { output: null, outputLeftOut: true } : { output };
}

/** Whether a node was reached before this step, or taken over from the forked run. */
function hasEarlier({ plan, state, changes }: Changeset): boolean {
  return plan.nodes.some((node) => state.phases[node.id] !== "idle" && !changes.has(node.id));
}

/**
 * The whole run in one document: each step's output with its model, tokens and cost, and the final output. Outputs
 * beyond 4 MB in total are left out, and marked; `runs.getNode` returns them.
 */
function describeRun(
  changeset: Changeset,
  end: RunEnd,
  earlier: readonly RunStep[],
  room: OutputRoom,
): JsonObject {
  const { run, plan } = changeset;
  const before = { ...run, sandbox: run.isSandbox };
  const { inputTokens, outputTokens, costMicros, sandbox } = addTotals(
    before,
    [...changeset.spent.values()].reduce(addTotals, noTotals),
  );
  const known = new Map(earlier.map((nodeRun) => [nodeRun.nodeId, nodeRun]));
  return {
    runId: run.runId,
    pipeline: plan.definition.name,
    status: end.status,
    output: end.output,
    ...(end.outputsLeftOut.length === 0 ? {} : { outputsLeftOut: [...end.outputsLeftOut] }),
    error: end.error === null ? null : { code: end.error.code, message: end.error.message },
    totals: { inputTokens, outputTokens, costMicros, currency: "USD", sandbox },
    steps: plan.nodes.map((node) => describeStep(changeset, node.id, known.get(node.id), room)),
  };
}

function describeStep(
  changeset: Changeset,
  nodeId: string,
  stored: RunStep | undefined,
  room: OutputRoom,
): JsonObject {
  const change: NodeChange | undefined = changeset.changes.get(nodeId);
  const node = changeset.plan.nodeById.get(nodeId);
  const totals =
    changeset.nodeTotals.get(nodeId) ??
    (stored === undefined ? noTotals : { ...stored, sandbox: stored.isSandbox });
  const error = change?.error ?? stored?.error ?? null;
  const output: Json = change?.output ?? stored?.output ?? null;
  return {
    nodeId,
    name: node?.name ?? nodeId,
    type: node?.type ?? "unknown",
    status: change?.status ?? stored?.status ?? "pending",
    ...outputWithin(room, output, change?.output === undefined && stored?.isOutputLeftOut),
    model: node?.agent?.model ?? null,
    attempts: change?.attempt ?? stored?.attemptCount ?? 0,
    inputTokens: totals.inputTokens,
    outputTokens: totals.outputTokens,
    costMicros: totals.costMicros,
    error: error === null ? null : { code: error.code, message: error.message },
  };
}
