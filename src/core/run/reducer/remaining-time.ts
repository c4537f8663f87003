import type { Scratch } from "./scratch.ts";

type Times = Pick<Scratch, "context">;

/** How much of the run's time is left. */
export function remainingMs({ context }: Times): number {
  return Math.max(0, context.deadlineMs - context.nowMs);
}

/** Whether something could begin after this delay and before the run's deadline. */
export function fitsIntoRun(scratch: Times, waitMs: number): boolean {
  return waitMs === 0 || waitMs < remainingMs(scratch);
}
