import { AppError, type ErrorInfo } from "#core/errors.ts";
import type { PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type Fork, forkState } from "#core/run/fork-state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { notUndone } from "#core/run/undo-state.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { lockRun } from "#server/db/run/progress/lock-run.ts";
import { listNodeCosts } from "#server/db/run/reading/list-node-costs.ts";
import { findUndoRun } from "#server/db/run/reading/read-run-state.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { actsOutside } from "./acts-outside.ts";

/** What a fork would do, before it does it. */
export interface ForkPlan {
  /** Taken over as they ended: nothing is called or paid for them. */
  readonly reused: readonly string[];
  readonly rerun: readonly string[];
  /** What the reused nodes had cost, in micros of USD; null when part of it is unknown. */
  readonly savedMicros: number | null;
  /** Nodes that act on the outside world and would do so again. */
  readonly sideEffects: readonly string[];
}

/** A run that may be forked, with what its fork starts from. */
export interface ForkSource {
  readonly plan: Plan;
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  /** The database's time when it was read, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly fork: Fork;
  /** Errors of reused nodes whose own `onError` had caught them. */
  readonly errors: ReadonlyMap<string, ErrorInfo>;
  /** What each node of the source had cost; null = unknown. */
  readonly costMicros: ReadonlyMap<string, number | null>;
}

/**
 * Says what forking a run from these nodes would reuse, run again and save. An empty list means: from wherever it
 * failed or stopped.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT naming a node the run does not have.
 */
export async function planFork(
  context: ServiceContext,
  input: { readonly runId: RunId; readonly fromNodeIds: readonly string[] },
): Promise<ForkPlan> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const source = await readForkSource(tx, context, workspaceId, input.runId, input.fromNodeIds);
    const reused = new Set(source.fork.reused);
    const saved = source.fork.reused.map((nodeId) => source.costMicros.get(nodeId));
    const rerun = source.plan.nodes.filter((node) => !reused.has(node.id));
    return {
      reused: source.fork.reused,
      rerun: rerun.map((node) => node.id),
      savedMicros: saved.reduce<number | null>(
        (sum, cost) => (sum === null || cost === null ? null : sum + (cost ?? 0)),
        0,
      ),
      sideEffects: rerun.filter(actsOutside).map((node) => node.id),
    };
  });
}

/** Reads the run under its lock, so that what is reused is what it had done at one moment. */
export async function readForkSource(
  tx: TenantSql,
  context: ServiceContext,
  workspaceId: WorkspaceId,
  runId: RunId,
  fromNodeIds: readonly string[],
): Promise<ForkSource> {
  const plan = await context.runs.plans.ofRun(tx, workspaceId, runId);
  const run = plan === null ? null : await lockRun(tx, workspaceId, runId);
  if (plan === null || run === null) {
    throw new AppError("NOT_FOUND", `There is no run ${runId} in this workspace.`);
  }
  const unknown = fromNodeIds.filter((nodeId) => !plan.nodeById.has(nodeId));
  if (unknown.length > 0) {
    throw new AppError("INVALID_INPUT", `The run has no node ${unknown.join(", ")}.`, {
      problems: unknown.map((nodeId) => ({
        code: "unknown-node",
        severity: "error",
        message: "no such node",
        nodeId,
      })),
    });
  }
  const state = decodeRunState(plan, run);
  if (state.closing?.as === "undo") {
    throw new AppError("CONFLICT", "This run only undoes another one. Fork or resume that one.");
  }
  const undoneLater = (await findUndoRun(tx, workspaceId, runId)) === null ? [] : notUndone(state);
  const fork = forkState(plan, state, [...fromNodeIds, ...undoneLater]);
  const nodes = await listNodeCosts(tx, workspaceId, runId);
  const { pipelineId, versionId, input, variables, nowMs } = run;
  return {
    plan,
    pipelineId,
    versionId,
    nowMs,
    input,
    variables,
    fork,
    errors: new Map(nodes.flatMap(({ nodeId, error }) => (error === null ? [] : [[nodeId, error]]))),
    costMicros: new Map(nodes.map(({ nodeId, costMicros }) => [nodeId, costMicros])),
  };
}
