import type { NodeTask } from "#core/run/node-task.ts";
import type { HeldAttempt, LeaseKeeper } from "./lease-keeper.ts";

/** If a task that was opened ahead is not taken up within this time, its function run is lost. */
const forgetAfterMs = 10_000;

/**
 * Tasks that one step opened for the next step of the same function run. Only their tokens travel in step results
 * (references, never payloads); the task itself waits here, its lease kept alive, for the few milliseconds until the
 * next step asks for it.
 */
export class Handovers {
  readonly #waiting = new Map<
    string,
    { task: NodeTask; held: HeldAttempt; timer: ReturnType<typeof setTimeout> }
  >();
  readonly #keeper: LeaseKeeper;

  constructor(keeper: LeaseKeeper) {
    this.#keeper = keeper;
  }

  /** Keeps a task for its token. */
  put(task: NodeTask): void {
    const held = this.#keeper.hold(task);
    const timer = setTimeout(() => this.take(task.leaseToken)?.held.release(), forgetAfterMs);
    timer.unref();
    this.#waiting.set(task.leaseToken, { task, held, timer });
  }

  /** Hands the task out once; null if it never was here or has been taken. */
  take(leaseToken: string): { readonly task: NodeTask; readonly held: HeldAttempt } | null {
    const found = this.#waiting.get(leaseToken);
    if (found === undefined) return null;
    clearTimeout(found.timer);
    this.#waiting.delete(leaseToken);
    return found;
  }
}
