import { AsyncLocalStorage } from "node:async_hooks";
import type { NodeTask } from "#core/run/node-task.ts";

/** The attempt that the running code works for, however deep in callbacks and timers it is. */
export interface AttemptScope {
  readonly task: Pick<NodeTask, "runId" | "nodeId" | "attempt">;
  /** Ends the attempt with this error; does nothing once it has ended. */
  fail(fault: unknown): void;
}

const scopes = new AsyncLocalStorage<AttemptScope>();

/** Does an attempt's work so that its callbacks, timers and streams are still recognised as its own. */
export function inAttemptScope<Result>(scope: AttemptScope, work: () => Promise<Result>): Promise<Result> {
  return scopes.run(scope, work);
}

/** Null outside of all attempts. */
export function currentAttempt(): AttemptScope | null {
  return scopes.getStore() ?? null;
}
