import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { outputsNeeded } from "#core/run/reducer/outputs-needed.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { findNodeRunProgress, type NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import { loadOutputs } from "#server/db/run/progress/load-outputs.ts";
import { lockRun } from "#server/db/run/progress/lock-run.ts";
import type { EngineContext } from "../engine-context.ts";
import { createDraft, type ProgressDraft } from "./progress-draft.ts";

/** Locks a run and opens a draft over it. Null when the workspace has no such run. */
export async function lockDraft(
  tx: DirectTransaction,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<ProgressDraft | null> {
  const plan = await context.plans.ofRun(tx, workspaceId, runId);
  const run = plan === null ? null : await lockRun(tx, workspaceId, runId);
  return plan === null || run === null ? null : createDraft(run, plan);
}

/** A run that is locked for what happens to some of its node runs. */
export interface NodeDraft {
  readonly draft: ProgressDraft;
  /** In the order of the node runs that were asked for. */
  readonly progress: readonly NodeRunProgress[];
}

/**
 * Locks a run for what happens to these node runs of it, with all that a step at them will want, in one round trip: each of the
 * statements begins when the one before has ended, so what is read is what the lock protects. Null when the workspace has no such run.
 */
export async function lockNodeDraft(
  tx: DirectTransaction,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
  refs: readonly NodeRunRef[],
): Promise<NodeDraft | null> {
  const plan = await context.plans.ofRun(tx, workspaceId, runId);
  if (plan === null) return null;
  const wanted = new Set(refs.flatMap(({ nodeId }) => outputsNeeded(plan, nodeId)));
  const [run, progress, outputs] = await Promise.all([
    lockRun(tx, workspaceId, runId),
    findNodeRunProgress(tx, workspaceId, runId, refs),
    wanted.size === 0 ? null : loadOutputs(tx, workspaceId, runId, [...wanted]),
  ]);
  if (run === null) return null;
  const draft = createDraft(run, plan);
  for (const [nodeId, output] of outputs ?? []) draft.outputs.set(nodeId, output);
  return { draft, progress };
}
