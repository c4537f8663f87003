import type { AttemptSnapshot } from "./live/run-snapshot.ts";

/** An attempt with its number as people count: several attempts are one try if the node waited in between. */
export interface Try<Attempt> {
  readonly attempt: Attempt;
  /** Counts from 1. */
  readonly number: number;
  /** It continues a paused try. */
  readonly isContinued: boolean;
  /** It ended because its node began to wait, not by itself. */
  readonly isPaused: boolean;
}

/**
 * A node's attempts, in order, grouped into tries: an attempt that continues after a wait (for people, money or another
 * run) does not begin a new try. `isOpen`: the node has not ended.
 */
export function triesOf<Attempt extends Pick<AttemptSnapshot, "status">>(
  attempts: readonly Attempt[],
  isOpen: boolean,
): readonly Try<Attempt>[] {
  let number = 0;
  let isContinued = false;
  return attempts.map((attempt, index) => {
    if (!isContinued) number += 1;
    // An attempt that was cancelled because its run ended is the last one of a node that has ended.
    const isPaused = attempt.status === "cancelled" && (isOpen || index < attempts.length - 1);
    const one = { attempt, number, isContinued, isPaused };
    isContinued = isPaused;
    return one;
  });
}
