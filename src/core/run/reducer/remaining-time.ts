import type { Scratch } from "./scratch.ts";

type Times = Pick<Scratch, "plan" | "context">;

/** How much is left of the run's time. */
export function remainingMs({ plan, context }: Times): number {
  return Math.max(0, context.startedAtMs + plan.timeoutMs - context.nowMs);
}

/** Whether something may begin after this wait before the run's time is over. */
export function fitsIntoRun(scratch: Times, waitMs: number): boolean {
  return waitMs === 0 || waitMs < remainingMs(scratch);
}
