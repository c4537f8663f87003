import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { outputsNeeded } from "#core/run/reducer/outputs-needed.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { findNodeRunProgress, type NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import { loadOutputs } from "#server/db/run/progress/load-outputs.ts";
import { lockRun, lockRuns, readRuns } from "#server/db/run/progress/lock-run.ts";
import type { EngineContext } from "../engine-context.ts";
import { type Changeset, createChangeset } from "./changeset.ts";
import { readEarlierSteps } from "./describe-run-end.ts";

/** Locks a run and opens a changeset over it. Null when the workspace has no such run. */
export async function openChangeset(
  tx: DirectTransaction,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<Changeset | null> {
  const run = await lockRun(tx, workspaceId, runId);
  const plan = run === null ? null : await context.plans.ofLocked(tx, run);
  return plan === null || run === null ? null : createChangeset(run, plan);
}

/** A run that is locked for happenings of some of its node runs. */
export interface NodeChangeset {
  readonly changeset: Changeset;
  /** In the order of the requested node runs. */
  readonly progress: readonly NodeRunProgress[];
}

/** A run to lock for happenings of some of its node runs. */
export interface RunToLock {
  readonly runId: RunId;
  readonly refs: readonly NodeRunRef[];
  /** The happening may end the run, so its steps are loaded too. */
  readonly mayEnd: boolean;
}

/**
 * Locks runs for happenings of these node runs of each, and loads everything that a step will need, in one round trip.
 * Each statement begins when the one before has ended, so everything read is protected by the locks. Null for an
 * unknown run.
 */
export async function openNodeChangesets(
  tx: DirectTransaction,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  asked: readonly RunToLock[],
): Promise<readonly (NodeChangeset | null)[]> {
  const runIds = asked.map(({ runId }) => runId);
  const [runs, progress, outputs, steps] = await Promise.all([
    lockRuns(tx, workspaceId, runIds),
    findNodeRunProgress(
      tx,
      workspaceId,
      asked.flatMap(({ refs }) => refs),
    ),
    Promise.all(asked.map(({ runId, refs }) => outputsAtOnce(tx, context, workspaceId, runId, refs))),
    Promise.all(
      asked.map(({ runId, mayEnd }) => (mayEnd ? readEarlierSteps(tx, { workspaceId, runId }) : null)),
    ),
  ]);
  const plans = await Promise.all(runs.map((run) => context.plans.ofLocked(tx, run)));
  const changesets = new Map(
    runs.flatMap((run, index) => {
      const plan = plans[index];
      return plan ? [[run.runId, createChangeset(run, plan)]] : [];
    }),
  );
  let from = 0;
  return asked.map(({ runId, refs }, index) => {
    const own = progress.slice(from, from + refs.length);
    from += refs.length;
    const changeset = changesets.get(runId);
    if (changeset === undefined) return null;
    for (const [nodeId, output] of outputs[index] ?? []) changeset.outputs.set(nodeId, output);
    changeset.earlierSteps = steps[index] ?? null;
    return { changeset, progress: own };
  });
}

/**
 * Reads what a step at this node run would be decided on, without locks: the caller must check, when writing, that
 * nothing has changed. Null if the run was deleted, or its plan is not cached or not wanted.
 */
export async function readNodeChangeset(
  { db, plans }: Pick<EngineContext, "db" | "plans">,
  ref: NodeRunRef,
  isWanted: (plan: Plan) => boolean,
): Promise<{ readonly changeset: Changeset; readonly progress: NodeRunProgress } | null> {
  const [[run], [progress]] = await withTenantDirect(db, ref.workspaceId, async (tx) => {
    const asked = [
      readRuns(tx, ref.workspaceId, [ref.runId]),
      findNodeRunProgress(tx, ref.workspaceId, [ref]),
    ] as const;
    const read = Promise.all(asked);
    await Promise.all([read, tx.commit()]);
    return read;
  });
  const plan = run === undefined ? null : plans.ofRead(run);
  if (run === undefined || progress === undefined || plan === null || !isWanted(plan)) return null;
  return { changeset: createChangeset(run, plan), progress };
}

/** Without a cached plan, needed outputs are read when they are found missing. */
async function outputsAtOnce(
  tx: DirectTransaction,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
  refs: readonly NodeRunRef[],
) {
  const plan = context.plans.atHand(workspaceId, runId);
  if (plan === null) return null;
  const wanted = new Set(refs.flatMap(({ nodeId }) => outputsNeeded(plan, nodeId)));
  return wanted.size === 0 ? null : loadOutputs(tx, workspaceId, runId, [...wanted]);
}
