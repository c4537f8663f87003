import { AppError, type ErrorInfo, type Problem } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type ForkChange, type ForkChanges, listChanges } from "#core/run/fork/fork-changes.ts";
import { type Fork, forkState, hasResult } from "#core/run/fork/fork-state.ts";
import type { RunState } from "#core/run/state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type LockedRun, lockRun } from "#server/db/run/progress/lock-run.ts";
import { listNodeCosts, type NodeCost } from "#server/db/run/reading/list-node-costs.ts";
import { readVersionNumbers } from "#server/db/run/reading/read-version-numbers.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { prepareVariables } from "../start/prepare-variables.ts";
import { checkFailedItems } from "./check-failed-items.ts";
import { type ForkTarget, forkTarget } from "./fork-target.ts";
import { listUndoneNodes } from "./undone-nodes.ts";

export interface ForkRequest {
  readonly runId: RunId;
  /** Run again from these nodes on; empty: from wherever the run failed or stopped. */
  readonly fromNodeIds: readonly string[];
  /** Maps that ended with failed items: these are run again, and what follows from them. Absent: none. */
  readonly failedItems?: readonly string[];
  /** What is changed in the new run. Absent: nothing. */
  readonly changes?: ForkChanges;
}

/** A run that may be forked, with what its fork starts from. */
export interface ForkSource {
  readonly run: LockedRun;
  readonly target: ForkTarget;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly fork: Fork;
  readonly changes: readonly ForkChange[];
  /** Errors of reused nodes whose own `onError` had caught them. */
  readonly errors: ReadonlyMap<string, ErrorInfo>;
  /** The cost and output size of each node of the source. */
  readonly costs: ReadonlyMap<string, NodeCost>;
}

/**
 * Reads the run under its row lock, so that everything reused is from one moment.
 * @throws AppError NOT_FOUND, CONFLICT for a run that only undoes another one; INVALID_INPUT, INVALID_DEFINITION and
 * MISSING_VARIABLE for invalid changes, naming their places.
 */
export async function readForkSource(
  tx: TenantSql,
  context: ServiceContext,
  request: ForkRequest,
): Promise<ForkSource> {
  const { runId, fromNodeIds, failedItems = [], changes = {} } = request;
  const { workspaceId } = context.actor;
  const { run, plan, state } = await readSource(tx, context, workspaceId, runId);
  const target = await forkTarget(tx, run, changes);
  checkBeginning(target.plan, fromNodeIds);
  checkPinned(target.plan, state, [...fromNodeIds, ...failedItems], changes);
  await checkFailedItems(tx, run, plan, context.runs.plans, request);
  const input = changes.input === undefined ? run.input : changes.input;
  const variables = variablesOf(target.plan, run.variables, changes);
  const listed = [...(await versionChange(tx, run, target, changes)), ...listChanges(changes, run)];
  const undone = await listUndoneNodes(tx, context, workspaceId, { id: runId, plan, state });
  const fork = forkState(target.plan, state, [...fromNodeIds, ...failedItems, ...undone], {
    sourcePlan: plan,
    isInputChanged: listed.some(({ what }) => what === "input"),
    changedVariables: new Set(listed.flatMap((one) => (one.what === "variable" ? [one.name] : []))),
    givenOutputs: new Set(Object.keys(changes.outputs ?? {})),
    pinned: new Set(changes.pinned),
  });
  const costs = await listNodeCosts(tx, workspaceId, runId);
  return {
    run,
    target,
    input,
    variables,
    fork,
    changes: listed,
    errors: new Map(costs.flatMap(({ nodeId, error }) => (error === null ? [] : [[nodeId, error]]))),
    costs: new Map(costs.map((cost) => [cost.nodeId, cost])),
  };
}

interface Read {
  readonly run: LockedRun;
  readonly plan: Plan;
  readonly state: RunState;
}

async function readSource(
  tx: TenantSql,
  context: ServiceContext,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<Read> {
  const plan = await context.runs.plans.ofRun(tx, workspaceId, runId);
  const run = plan === null ? null : await lockRun(tx, workspaceId, runId);
  if (plan === null || run === null) {
    throw noSuchRun(runId);
  }
  await requireBodies(tx, workspaceId, runId);
  const state = decodeRunState(plan, run);
  if (state.closing?.as === "undo") {
    throw new AppError("CONFLICT", "This run only undoes another one. Fork or resume that one.");
  }
  return { run, plan, state };
}

function checkBeginning(plan: Plan, fromNodeIds: readonly string[]): void {
  const unknown = fromNodeIds.filter((nodeId) => !plan.nodeById.has(nodeId));
  if (unknown.length === 0) return;
  throw new AppError("INVALID_INPUT", `The run has no node ${unknown.join(", ")}.`, {
    problems: unknown.map((nodeId) => ({
      code: "unknown-node",
      severity: "error",
      message: "no such node",
      nodeId,
    })),
  });
}

/** Each pinned node has a result, and no other change. */
function checkPinned(
  plan: Plan,
  state: RunState,
  fromNodeIds: readonly string[],
  { pinned = [], outputs = {} }: ForkChanges,
): void {
  const faultOf = (nodeId: string) => {
    if (!plan.nodeById.has(nodeId)) return "there is no such node";
    if (!hasResult(state, nodeId)) return "the run has no result of it";
    if (Object.hasOwn(outputs, nodeId)) return "an output is given for it";
    return fromNodeIds.includes(nodeId) ? "it is to run again" : null;
  };
  const problems = pinned.flatMap((nodeId): readonly Problem[] => {
    const fault = faultOf(nodeId);
    if (fault === null) return [];
    const message = `changes.pinned: ${nodeId}: ${fault}.`;
    return [{ code: "BAD_VALUE", severity: "error", message, nodeId, path: ["changes", "pinned"] }];
  });
  if (problems.length === 0) return;
  throw new AppError("INVALID_INPUT", problems.map(({ message }) => message).join(" "), { problems });
}

/** Values of variables that the new version does not have are dropped. */
function variablesOf(plan: Plan, before: JsonObject, changes: ForkChanges): JsonObject {
  if (changes.variables === undefined && changes.version === undefined) return before;
  const declared = plan.definition.variables;
  const kept = Object.entries(before).filter(([name]) => Object.hasOwn(declared, name));
  return prepareVariables(plan, { ...Object.fromEntries(kept), ...changes.variables });
}

async function versionChange(
  tx: TenantSql,
  { workspaceId, versionId: before }: LockedRun,
  { versionId: after }: ForkTarget,
  { version }: ForkChanges,
): Promise<readonly ForkChange[]> {
  if (version === undefined || after === before) return [];
  const numbers = await readVersionNumbers(tx, workspaceId, after === null ? [before] : [before, after]);
  const to = after === null ? null : (numbers.get(after) ?? null);
  return [{ what: "version", from: numbers.get(before) ?? null, to }];
}
