import { AppError } from "#core/errors.ts";
import { nodeWordsFirst } from "#core/nodes/undo-of.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/**
 * Normally the database ends a run at its deadline and stops its attempts, so that the run is reported as timed out.
 * This is the safety net for an attempt that could not be reached in that way.
 */
const deadlineGraceMs = 2_000;
/** The time a handler has to finish after its signal; a provider's adapter needs it to report what was used. */
const windUpMs = 1_000;

export interface AttemptClock {
  /** Fires when the caller stops the attempt, and when its time is up. */
  readonly signal: AbortSignal;
  /** The handler's result, or the signal's reason if the handler does not finish in time after it. */
  race<T>(work: Promise<T>): Promise<T>;
  stop(): void;
}

/** Limits an attempt to the node's own time-out and the run's deadline. */
export function startAttemptClock(task: NodeTask, nowMs: number, caller: AbortSignal): AttemptClock {
  const controller = new AbortController();
  const deadlineInMs = task.deadlineMs - nowMs + deadlineGraceMs;
  const isRunOver = deadlineInMs <= task.node.timeoutMs;
  const timer = setTimeout(
    () => controller.abort(isRunOver ? runOver(task) : nodeTookTooLong(task)),
    Math.max(0, Math.min(deadlineInMs, task.node.timeoutMs)),
  );
  const onAbort = () => controller.abort(caller.reason);
  if (caller.aborted) onAbort();
  else caller.addEventListener("abort", onAbort, { once: true });
  const { signal } = controller;
  return {
    signal,
    race: (work) => raceWithWindUp(work, signal),
    stop: () => {
      clearTimeout(timer);
      caller.removeEventListener("abort", onAbort);
    },
  };
}

async function raceWithWindUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const onAbort = () => {
    timer = setTimeout(() => over.reject(signal.reason), windUpMs);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    if (timer !== null) clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function nodeTookTooLong({ node }: NodeTask): AppError {
  return new AppError(
    "NODE_TIMEOUT",
    `${nodeWordsFirst(node.id)} took longer than its ${node.timeoutMs / 1000} s. Raise its timeoutMs, or give it less to do.`,
  );
}

function runOver({ node }: NodeTask): AppError {
  return new AppError(
    "RUN_TIMEOUT",
    `The run timed out before node "${node.id}" had finished. Raise the pipeline's timeoutSeconds.`,
  );
}
