import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { shouldFallBack } from "#core/policy/fallback.ts";
import { decideRetry } from "#core/policy/retry.ts";
import { chosenModel, modelsOf } from "../agent/chosen-model.ts";
import type { Happening } from "../happening.ts";
import { lostForGood, tooLateToRetry, workerStopped } from "../node-faults.ts";
import type { AttemptCount } from "../passes/attempt-count.ts";
import { hasPasses } from "../passes/passes.ts";
import { resumeCall } from "./park-call.ts";
import { fitsIntoRun, remainingMs } from "./remaining-time.ts";
import { afterAnswer, isRepairable, repairing } from "./repair.ts";
import type { Ignored, Scratch } from "./scratch.ts";
import { cancelNode, completeNode, type FailureDetail, failNode } from "./settle-node.ts";

type Of<Kind extends Happening["kind"]> = Extract<Happening, { readonly kind: Kind }>;

/** A worker has claimed the node. */
export function attemptStarted(
  scratch: Scratch,
  node: PlanNode,
  { attempt }: Of<"attempt.started">,
): Ignored {
  const phase = scratch.phases[node.id];
  const before = scratch.attempts[node.id];
  const hasWaited = phase === "waiting" && node.kind === "effect";
  if (phase !== "ready" && phase !== "retrying" && !hasWaited) return `the node is ${phase}`;
  if (before?.asks === true) return "people have not decided yet";
  if (before?.awaitsRuns === true) return "runs of its tools are in flight";
  if (before !== undefined && attempt <= before.number) return `attempt ${attempt} is over`;
  if (hasWaited) resumeCall(scratch, node);
  scratch.phases[node.id] = "running";
  scratch.attempts[node.id] = {
    ...before,
    number: attempt,
    lost: before?.lost ?? 0,
    lostInARow: before?.lostInARow ?? 0,
    ...(hasPasses(node) ? { pass: before?.pass ?? 1 } : {}),
  };
  scratch.changes.push({
    nodeId: node.id,
    status: "running",
    attempt,
    ...(before === undefined ? { startedAtMs: scratch.context.nowMs } : {}),
  });
  const model = chosenModel(scratch, node);
  scratch.events.push({
    type: "node.started",
    nodeId: node.id,
    attempt,
    ...(model === null ? {} : { model }),
    ...(before?.repairOf === undefined ? {} : { repairOf: before.repairOf }),
  });
  return null;
}

/** The attempt did its work. */
export function attemptCompleted(
  scratch: Scratch,
  node: PlanNode,
  happening: Of<"attempt.completed">,
): Ignored {
  const late = lateness(scratch, node, happening.attempt);
  if (late === null)
    completeNode(
      scratch,
      node,
      happening.output,
      happening.stop === undefined ? {} : { stop: happening.stop },
    );
  return late;
}

/** The attempt failed: the node is tried again, or fails as its `onError` says. */
export function attemptFailed(scratch: Scratch, node: PlanNode, happening: Of<"attempt.failed">): Ignored {
  const late = lateness(scratch, node, happening.attempt);
  if (late !== null) return late;
  const { error, attempt, retryAfterMs, jitter } = happening;
  const ending = endingOf(happening);
  const isLost = error.code === "WORKER_LOST";
  noteDoubt(scratch, node, isLost || happening.mayHaveActed === true);
  const before = scratch.attempts[node.id];
  const count = countAttempt(before, attempt, error);
  if (scratch.closing === null && isRepairable(node, before, error)) {
    retryNode(scratch, node, error, repairing(count), 0);
    return null;
  }
  const { lostInARow } = count;
  const decision = decideRetry(node.retry, ofItsKind(count, error), error, retryAfterMs, jitter);
  const isTooLate = decision.retry && !fitsIntoRun(scratch, decision.delayMs);
  const next = nextModel(node, before, error, !decision.retry || isTooLate);
  if (next === null && !decision.retry)
    failNode(scratch, node, isLost ? lostForGood(node, error, lostInARow) : error, {}, ending);
  else if (scratch.closing !== null) cancelNode(scratch, node);
  else if (next !== null) retryNode(scratch, node, error, withModel(count, next), 0);
  else if (isTooLate)
    failNode(scratch, node, tooLateToRetry(error, decision.delayMs, remainingMs(scratch)), {}, ending);
  else if (decision.retry) retryNode(scratch, node, error, count, decision.delayMs);
  return null;
}

function endingOf({ answer, stop }: Of<"attempt.failed">): FailureDetail {
  return { ...(answer === undefined ? {} : { answer }), ...(stop === undefined ? {} : { stop }) };
}

/** An attempt that a circuit refused asked nobody: it does not use up its model's tries. */
function countAttempt(before: AttemptCount | undefined, number: number, { code }: ErrorInfo): AttemptCount {
  const { lost = 0, lostInARow = 0, refused = 0, failedBefore = 0, ...rest } = afterAnswer(before, code);
  const isLost = code === "WORKER_LOST";
  const isRefused = code === "CIRCUIT_OPEN";
  const uncounted = failedBefore + (isRefused ? 1 : 0);
  return {
    ...rest,
    number,
    lost: isLost ? lost + 1 : lost,
    lostInARow: isLost ? lostInARow + 1 : 0,
    ...(uncounted === 0 ? {} : { failedBefore: uncounted }),
    ...(isRefused ? { refused: refused + 1 } : {}),
  };
}

function ofItsKind(
  { number, lost, lostInARow, refused = 0, failedBefore = 0 }: AttemptCount,
  error: ErrorInfo,
) {
  if (error.code === "WORKER_LOST") return lostInARow;
  return error.code === "CIRCUIT_OPEN" ? refused : number - lost - failedBefore;
}

function withModel(count: AttemptCount, model: number): AttemptCount {
  const { number, lost, lostInARow } = count;
  return { number, lost, lostInARow, model, failedBefore: number - lost, ...doubtOf(count) };
}

/** The model to continue with instead of the one that failed, or null if there is none or it is too early to switch. */
function nextModel(
  { agent }: PlanNode,
  before: AttemptCount | undefined,
  error: ErrorInfo,
  retriesAreSpent: boolean,
): number | null {
  const next = (before?.model ?? 0) + 1;
  if (agent === null || next >= modelsOf(agent).length) return null;
  return shouldFallBack(error, retriesAreSpent) ? next : null;
}

/**
 * The attempt was stopped. If the run is not being closed, its worker was asked to shut down: another one takes over.
 */
export function attemptCancelled(
  scratch: Scratch,
  node: PlanNode,
  happening: Of<"attempt.cancelled">,
): Ignored {
  if (scratch.closing === null) {
    return attemptFailed(scratch, node, {
      ...happening,
      kind: "attempt.failed",
      error: workerStopped(node.id),
      retryAfterMs: null,
      jitter: 0,
    });
  }
  const late = lateness(scratch, node, happening.attempt);
  if (late !== null) return late;
  noteDoubt(scratch, node, happening.mayHaveActed === true);
  cancelNode(scratch, node);
  return null;
}

/** It is unknown whether this attempt took effect; the node remembers that, however its next attempts end. */
function noteDoubt(scratch: Scratch, { id }: PlanNode, mayHaveActed: boolean): void {
  const before = scratch.attempts[id];
  if (mayHaveActed && before !== undefined) scratch.attempts[id] = { ...before, mayHaveActed };
}

function doubtOf(before: AttemptCount | undefined): Pick<AttemptCount, "mayHaveActed"> {
  return before?.mayHaveActed === true ? { mayHaveActed: true } : {};
}

/** Why a report about this attempt comes too late to count, or null if it does count. */
export function lateness(scratch: Scratch, node: PlanNode, attempt: number): Ignored {
  const phase = scratch.phases[node.id];
  if (phase !== "running") return `the node is ${phase}`;
  if (scratch.attempts[node.id]?.awaitsRuns === true) return "runs of its tools are in flight";
  return scratch.attempts[node.id]?.number === attempt ? null : `attempt ${attempt} is not the one in flight`;
}

function retryNode(
  scratch: Scratch,
  node: PlanNode,
  error: ErrorInfo,
  attempts: AttemptCount,
  delayMs: number,
): void {
  const retryAtMs = scratch.context.nowMs + delayMs;
  const attempt = attempts.number;
  scratch.phases[node.id] = "retrying";
  scratch.attempts[node.id] = attempts;
  scratch.changes.push({ nodeId: node.id, status: "running", wakeAtMs: retryAtMs });
  scratch.events.push({ type: "node.retrying", nodeId: node.id, attempt, error, retryAtMs });
  scratch.effects.push({ kind: "node.ready", nodeId: node.id, notBeforeMs: retryAtMs });
}
