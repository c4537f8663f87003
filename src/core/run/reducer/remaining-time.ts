import type { Scratch } from "./scratch.ts";

type Times = Pick<Scratch, "context">;

/** How much is left of the run's time. */
export function remainingMs({ context }: Times): number {
  return Math.max(0, context.deadlineMs - context.nowMs);
}

/** Whether something may begin after this wait before the run's time is over. */
export function fitsIntoRun(scratch: Times, waitMs: number): boolean {
  return waitMs === 0 || waitMs < remainingMs(scratch);
}
