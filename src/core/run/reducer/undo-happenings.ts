import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { decideRetry } from "#core/policy/retry.ts";
import type { Happening } from "../happening.ts";
import { lostForGood, workerStopped } from "../node-faults.ts";
import { lateness } from "./attempt-happenings.ts";
import type { Ignored, Scratch } from "./scratch.ts";

type OfNode = Extract<Happening, { readonly nodeId: string }>;
type Of<Kind extends OfNode["kind"]> = Extract<OfNode, { readonly kind: Kind }>;

/** The undo of a node. */
type Undo = PlanNode & { readonly undoes: string };

/** One thing that happened to an undo. It is retried like its node, and not bound to the run's deadline. */
export function takeInUndo(scratch: Scratch, undo: Undo, happening: OfNode): Ignored {
  switch (happening.kind) {
    case "attempt.started":
      return undoStarted(scratch, undo, happening);
    case "attempt.completed":
      return undoCompleted(scratch, undo, happening);
    case "attempt.failed":
      return undoFailed(scratch, undo, happening);
    case "attempt.cancelled":
      return undoFailed(scratch, undo, {
        ...happening,
        kind: "attempt.failed",
        error: workerStopped(undo.id),
        retryAfterMs: null,
        jitter: 0,
      });
    default:
      return "an undo does not wait";
  }
}

function undoStarted(scratch: Scratch, undo: Undo, { attempt }: Of<"attempt.started">): Ignored {
  const phase = scratch.phases[undo.id];
  const before = scratch.attempts[undo.id];
  if (phase !== "ready" && phase !== "retrying") return `the undo is ${phase}`;
  if (before !== undefined && attempt <= before.number) return `attempt ${attempt} is over`;
  const { lost = 0, lostInARow = 0 } = before ?? {};
  scratch.phases[undo.id] = "running";
  scratch.attempts[undo.id] = { number: attempt, lost, lostInARow };
  const startedAt = before === undefined ? { startedAtMs: scratch.context.nowMs } : {};
  scratch.changes.push({ nodeId: undo.id, status: "running", attempt, ...startedAt });
  scratch.events.push({ type: "compensation.started", nodeId: undo.undoes, attempt });
  return null;
}

function undoCompleted(scratch: Scratch, undo: Undo, happening: Of<"attempt.completed">): Ignored {
  const { attempt, output } = happening;
  const late = lateness(scratch, undo, attempt);
  if (late !== null) return late;
  end(scratch, undo, "completed");
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({ nodeId: undo.id, status: "completed", output, finishedAtMs });
  scratch.events.push({ type: "compensation.completed", nodeId: undo.undoes, attempt });
  return null;
}

function undoFailed(scratch: Scratch, undo: Undo, happening: Of<"attempt.failed">): Ignored {
  const { attempt, error, retryAfterMs, jitter } = happening;
  const late = lateness(scratch, undo, attempt);
  if (late !== null) return late;
  const isLost = error.code === "WORKER_LOST";
  const before = scratch.attempts[undo.id];
  const lost = (before?.lost ?? 0) + (isLost ? 1 : 0);
  const lostInARow = isLost ? (before?.lostInARow ?? 0) + 1 : 0;
  const decision = decideRetry(undo.retry, isLost ? lostInARow : attempt - lost, error, retryAfterMs, jitter);
  if (!decision.retry) {
    failUndo(scratch, undo, attempt, isLost ? lostForGood(undo, error, lostInARow) : error);
    return null;
  }
  const retryAtMs = scratch.context.nowMs + decision.delayMs;
  scratch.phases[undo.id] = "retrying";
  scratch.attempts[undo.id] = { number: attempt, lost, lostInARow };
  scratch.changes.push({ nodeId: undo.id, status: "running", wakeAtMs: retryAtMs });
  tellFailed(scratch, undo, attempt, error, retryAtMs);
  scratch.effects.push({ kind: "node.ready", nodeId: undo.id, notBeforeMs: retryAtMs });
  return null;
}

function failUndo(scratch: Scratch, undo: Undo, attempt: number, error: ErrorInfo): void {
  end(scratch, undo, "failed");
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({ nodeId: undo.id, status: "failed", error, finishedAtMs });
  tellFailed(scratch, undo, attempt, error, null);
  // A run that does nothing else has failed with it.
  if (scratch.closing?.as === "undo") scratch.failure ??= { ...error, nodeId: undo.undoes };
}

function tellFailed(
  scratch: Scratch,
  undo: Undo,
  attempt: number,
  error: ErrorInfo,
  retryAtMs: number | null,
): void {
  const { undoes: nodeId } = undo;
  scratch.events.push({ type: "compensation.failed", nodeId, attempt, error, retryAtMs });
}

function end(scratch: Scratch, undo: Undo, phase: "completed" | "failed"): void {
  scratch.phases[undo.id] = phase;
  delete scratch.attempts[undo.id];
}
