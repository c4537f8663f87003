import type { ModelUsage } from "#core/model/usage.ts";
import type { Happening } from "#core/run/happening.ts";
import { workerStopped } from "#core/run/node-faults.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { AttemptTurns } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { LatestAttempt } from "#server/db/run/progress/find-attempt.ts";
import type { AttemptClose } from "#server/db/run/progress/write-attempts.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import { type Changeset, noteTotalsBefore } from "../step/changeset.ts";
import type { Decide } from "../step/node-step.ts";
import type { NodeStep } from "../step/open-step.ts";
import { closeTurn } from "../talk/close-turn.ts";
import { turnsOf } from "../talk/turns-of.ts";
import { bookLate } from "./book-late.ts";
import { estimateUsage } from "./estimate-usage.ts";
import { type Follow, type Followed, followSuccessor } from "./follow-successor.ts";
import { bookCall } from "./price-attempt.ts";
import { reportCall } from "./report-call.ts";

/**
 * The result of settling an attempt:
 * - `settled`: it is stored; `next` and `beside` are successors claimed in the same transaction.
 * - `retrying`: the node runs again at `retryAtMs`; claim it then.
 * - `repeated`: this settlement had already been committed without an answer; claim the node run again.
 * - `fenced`: this worker had lost the attempt; only its cost was booked.
 */
export type Settlement =
  | ({ readonly kind: "settled" } & Followed)
  | { readonly kind: "retrying"; readonly retryAtMs: number; readonly delayMs: number }
  | { readonly kind: "repeated" }
  | { readonly kind: "fenced" };

/**
 * Books how an attempt ended: result, tokens, money and the run's progress commit together or not at all. An attempt
 * that was taken over meanwhile changes only the ledger, which gets the late call's actual cost.
 */
export async function settleAttempt(
  context: EngineContext,
  task: NodeTask,
  outcome: NodeOutcome,
  follow: Follow,
): Promise<Settlement> {
  const settle: Decide<Settlement> = async (taken) => {
    const { latest } = taken.progress;
    if (isOurs(latest, task) && latest?.status !== "running") return { kind: "repeated" };
    if (isOurs(latest, task)) return settleInStep({ ...taken, context, ref: task }, task, outcome, follow);
    await bookLate(taken.tx, task, outcome);
    return { kind: "fenced" };
  };
  return (await context.steps.take(task, settle)) ?? { kind: "fenced" };
}

/**
 * Whether this worker holds the attempt, or has already settled it: a database that dies during a commit may have
 * stored it. One that was taken over has been closed as lost.
 */
function isOurs(latest: LatestAttempt | null, task: NodeTask): boolean {
  return (
    latest !== null &&
    latest.attempt === task.attempt &&
    latest.status !== "lost" &&
    latest.leaseToken === task.leaseToken
  );
}

async function settleInStep(
  step: NodeStep,
  task: NodeTask,
  told: NodeOutcome,
  follow: Follow,
): Promise<Settlement> {
  const { tx, context, changeset } = step;
  const outcome = isStopping(changeset, task) ? told : orLost(told, task.nodeId);
  const from = changeset.effects.length;
  const turns = await turnsOf(tx, changeset, task, task.attempt);
  bookOutcome(step, task, outcome, await usageOf(tx, task, outcome, turns?.openSeq ?? 0), turns);
  if (outcome.kind === "failed" && outcome.error.code === "RUN_TIMEOUT") {
    await applyHappening(tx, changeset, { kind: "timeout.reached" });
  }
  await applyHappening(tx, changeset, toHappening(changeset, task, outcome, context.random()));
  const retry = takeRetry(changeset, task.nodeId);
  return retry === null
    ? { kind: "settled", ...(await followSuccessor(step, follow, from)) }
    : { kind: "retrying", retryAtMs: retry, delayMs: Math.max(0, retry - changeset.run.nowMs) };
}

function orLost(outcome: NodeOutcome, nodeId: string): NodeOutcome {
  if (outcome.kind !== "cancelled") return outcome;
  return { ...outcome, kind: "failed", error: workerStopped(nodeId), retryAfterMs: null };
}

/** A failure in a run that is being stopped is part of the stop and not retried. */
function toHappening(changeset: Changeset, task: NodeTask, outcome: NodeOutcome, jitter: number): Happening {
  const { nodeId, attempt } = task;
  const doubt =
    outcome.kind !== "completed" && outcome.mayHaveActed === true ? { mayHaveActed: true as const } : {};
  switch (outcome.kind) {
    case "completed":
      return { kind: "attempt.completed", nodeId, attempt, output: outcome.output, ...stopOf(outcome) };
    case "cancelled":
      return { kind: "attempt.cancelled", nodeId, attempt, ...doubt };
    case "failed":
      return isStopping(changeset, task)
        ? { kind: "attempt.cancelled", nodeId, attempt, ...doubt }
        : {
            kind: "attempt.failed",
            nodeId,
            attempt,
            error: outcome.error,
            retryAfterMs: outcome.retryAfterMs,
            ...(outcome.answer === undefined ? {} : { answer: outcome.answer }),
            ...stopOf(outcome),
            jitter,
            ...doubt,
          };
  }
}

/** Whether the run is being ended, and this attempt with it. Undos are carried out all the same. */
function isStopping({ state }: Changeset, { node }: NodeTask): boolean {
  return state.closing !== null && node.undoes === null;
}

/** The step that runs this node handles its retries; they are not dispatched as events. */
function takeRetry(changeset: Changeset, nodeId: string): number | null {
  if (changeset.state.phases[nodeId] !== "retrying") return null;
  const index = changeset.effects.findIndex(
    (effect) => effect.kind === "node.ready" && effect.nodeId === nodeId,
  );
  const effect = changeset.effects[index];
  if (effect?.kind !== "node.ready") return null;
  changeset.effects.splice(index, 1);
  return effect.notBeforeMs ?? changeset.run.nowMs;
}

/** Usage was not reported: the call is booked with its reserved input, as an estimate. */
async function usageOf(
  tx: TenantSql,
  task: NodeTask,
  outcome: NodeOutcome,
  turn: number,
): Promise<ModelUsage | null> {
  if (outcome.usage !== "unknown") return outcome.usage;
  return estimateUsage(tx, task, task.attempt, outcome.kind === "completed" ? "" : outcome.text, turn);
}

function bookOutcome(
  { changeset, progress }: NodeStep,
  task: NodeTask,
  outcome: NodeOutcome,
  used: ModelUsage | null,
  turns: AttemptTurns | null,
): void {
  const { nodeId, attempt } = task;
  const ref = progress.latest?.ref ?? null;
  // Between two turns no call is in flight: each was booked when it ended.
  const isBetween = turns !== null && turns.openSeq === null;
  const paid = ref === null || isBetween ? null : { ref, providerKeyId: task.providerKeyId };
  const settled = { nodeId, attempt, step: turns?.openSeq ?? 0 };
  const cost = paid === null ? 0 : bookCall(changeset, settled, paid, used, progress.spent);
  if (paid !== null) reportCall(changeset, settled, paid, outcome);
  noteTotalsBefore(changeset, nodeId, progress.spent);
  const bill = { usage: used, costMicros: cost };
  const { usage, costMicros } = turns === null ? bill : closeTurn(changeset, settled, turns, "failed", bill);
  changeset.closes.push({
    nodeId,
    attempt,
    leaseToken: task.leaseToken,
    status: statusOf(outcome),
    usage,
    costMicros,
    providerRequestId: outcome.providerRequestId,
    stop: stopOf(outcome).stop ?? null,
    text: outcome.kind === "completed" || outcome.text === "" ? null : outcome.text,
    error: outcome.kind === "failed" ? outcome.error : null,
  });
  if (outcome.kind === "completed") {
    for (const artifact of outcome.artifacts)
      changeset.artifacts.push({ ...artifact, kind: "saved", nodeId });
  }
}

function stopOf(outcome: NodeOutcome): { readonly stop?: string } {
  return outcome.kind === "cancelled" || outcome.stop === undefined ? {} : { stop: outcome.stop };
}

function statusOf(outcome: NodeOutcome): AttemptClose["status"] {
  return outcome.kind === "failed" && outcome.error.code === "WORKER_LOST" ? "lost" : outcome.kind;
}
