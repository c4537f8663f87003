import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { notUndone, undoState } from "#core/run/undo-state.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { lockRun } from "#server/db/run/progress/lock-run.ts";
import { listNodeCosts } from "#server/db/run/reading/list-node-costs.ts";
import { findUndoRun } from "#server/db/run/reading/read-run-state.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";
import { once } from "#server/services/idempotency.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { beginRun } from "../start/begin-run.ts";
import { requireSecrets } from "../start/require-secrets.ts";
import { refuseUnderForks } from "./refuse-under-forks.ts";

export interface RetryUndoInput {
  readonly runId: RunId;
  /** Undo although completed runs build on it. Absent: refuse then. */
  readonly despiteForks?: boolean;
  readonly idempotencyKey: string | null;
}

/**
 * Undoes what an ended run did and what is not undone yet: what could not be undone, or all of it where it was kept. A
 * terminal status is final, so this is a new run: it completes when everything is undone, and if it fails it can be
 * retried in the same way. Each run has at most one such run.
 * @throws AppError FORBIDDEN, NOT_FOUND, SECRET_MISSING, IDEMPOTENCY_MISMATCH, RATE_LIMITED; CONFLICT for a run that is
 * in progress, has nothing to undo, is already undone by another run, is built on by one in progress, or by a completed
 * one without `despiteForks`.
 */
export async function retryUndo(
  context: ServiceContext,
  input: RetryUndoInput,
): Promise<{ readonly runId: RunId }> {
  const { runId, despiteForks = false, idempotencyKey } = input;
  const request = { runId, ...(despiteForks ? { despiteForks } : {}) };
  authorize(context, "runs.start");
  const { workspaceId } = context.actor;
  await context.ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  return withTenantDirect(context.db, workspaceId, (tx) =>
    once(tx, context.actor, "runs.retryUndo", idempotencyKey, request, () =>
      begin(tx, context, runId, despiteForks),
    ),
  );
}

async function begin(
  tx: DirectTransaction,
  context: ServiceContext,
  runId: RunId,
  despiteForks: boolean,
): Promise<{ readonly runId: RunId }> {
  const { workspaceId } = context.actor;
  const plan = await context.runs.plans.ofRun(tx, workspaceId, runId);
  const run = plan === null ? null : await lockRun(tx, workspaceId, runId);
  if (plan === null || run === null) {
    throw noSuchRun(runId);
  }
  if (!isTerminalRun(run.status)) {
    throw new AppError(
      "CONFLICT",
      `The run is ${run.status}: stop it with undo, or wait until it has ended.`,
    );
  }
  await requireBodies(tx, workspaceId, runId);
  const source = decodeRunState(plan, run);
  if (notUndone(source).length === 0) {
    throw new AppError("CONFLICT", "Nothing that this run did remains to be undone.");
  }
  const other = await findUndoRun(tx, workspaceId, runId);
  if (other !== null)
    throw new AppError("CONFLICT", `Run ${other} is already undoing this one: continue from there.`);
  await refuseUnderForks(tx, workspaceId, { runId, nodeIds: notUndone(source), despiteForks });
  await requireSecrets(tx, workspaceId, plan);
  const nodes = await listNodeCosts(tx, workspaceId, runId);
  const { pipelineId, versionId, input, variables, nowMs } = run;
  const begun = await beginRun(tx, context, "go-on", {
    action: "run.undo",
    pipelineId,
    versionId,
    plan,
    input,
    variables,
    nowMs,
    state: undoState(plan, source, runId),
    triggerKind: "undo",
    trigger: null,
    fork: {
      runId,
      fromNodes: [],
      reused: plan.nodes.map(({ id }) => id),
      errors: new Map(nodes.flatMap(({ nodeId, error }) => (error === null ? [] : [[nodeId, error]]))),
    },
  });
  return { runId: begun.runId };
}
