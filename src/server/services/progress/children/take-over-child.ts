import type { ErrorInfo } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { type ForkChange, listChanges } from "#core/run/fork/fork-changes.ts";
import { forkState } from "#core/run/fork/fork-state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type EarlierChild, findEarlierChild } from "#server/db/run/children/find-earlier-child.ts";
import { listNodeCosts } from "#server/db/run/reading/list-node-costs.ts";
import { readVersionNumbers } from "#server/db/run/reading/read-version-numbers.ts";
import { listUndoneNodes } from "#server/services/runs/fork/undone-nodes.ts";
import type { RunToBegin } from "#server/services/runs/start/begin-run.ts";
import type { NodeStep } from "../step/open-step.ts";

/** A run that a node is about to start. */
export interface ComingChild {
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly plan: Plan;
  readonly input: Json;
  readonly variables: JsonObject;
}

/** The state and fork that it begins with. */
export type TakenOver = Pick<RunToBegin, "state" | "fork">;

/**
 * What a child run takes over where its parent continues a failed run: everything that the corresponding child had done
 * there, as in a fork. So completed work is not paid again, however deep in a tree the failure was. Null where there is
 * nothing to continue.
 */
export async function takeOverChild(
  { tx, context, ref }: NodeStep,
  node: PlanNode,
  ordinal: number,
  coming: ComingChild,
): Promise<TakenOver | null> {
  const { workspaceId, runId } = ref;
  const earlier = await findEarlierChild(tx, workspaceId, { runId, nodeId: node.id, ordinal });
  if (earlier === null || earlier.pipelineId !== coming.pipelineId) return null;
  const sourcePlan = await context.plans.ofVersion(tx, workspaceId, earlier.versionId);
  if (sourcePlan === null) return null;
  const state = decodeRunState(sourcePlan, earlier);
  const source = { id: earlier.runId, plan: sourcePlan, state };
  const undone = await listUndoneNodes(tx, { runs: context }, workspaceId, source);
  const fork = forkState(coming.plan, state, undone, {
    sourcePlan,
    isInputChanged: !sameJson(earlier.input, coming.input),
    changedVariables: changedNames(earlier.variables, coming.variables),
  });
  const { reused } = fork;
  const changes = await changesOf(tx, workspaceId, earlier, coming);
  const errors = await errorsOf(tx, workspaceId, earlier);
  return { state: fork.state, fork: { runId: earlier.runId, fromNodes: [], reused, errors, changes } };
}

function changedNames(before: JsonObject, after: JsonObject): ReadonlySet<string> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Set([...names].filter((name) => !sameJson(before[name], after[name])));
}

async function changesOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  earlier: EarlierChild,
  { versionId, input, variables }: ComingChild,
): Promise<readonly ForkChange[]> {
  const others = listChanges({ input, variables }, earlier);
  if (versionId === earlier.versionId) return others;
  const numbers = await readVersionNumbers(tx, workspaceId, [earlier.versionId, versionId]);
  const from = numbers.get(earlier.versionId) ?? null;
  const to = numbers.get(versionId) ?? null;
  // A rehearsal's version has no number, and is frozen for each run.
  return from === to ? others : [{ what: "version", from, to }, ...others];
}

async function errorsOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId }: EarlierChild,
): Promise<ReadonlyMap<string, ErrorInfo>> {
  const costs = await listNodeCosts(tx, workspaceId, runId);
  return new Map(costs.flatMap(({ nodeId, error }) => (error === null ? [] : [[nodeId, error] as const])));
}
