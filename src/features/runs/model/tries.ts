import type { AttemptSnapshot } from "./live/run-snapshot.ts";

/** An attempt as people count: several make one try if the node waited in between. */
export interface Try<Attempt> {
  readonly attempt: Attempt;
  /** Counts from 1. */
  readonly number: number;
  /** It continues a try that had paused. */
  readonly isContinued: boolean;
  /** It ended because its node came to wait, and not by itself. */
  readonly isPaused: boolean;
}

/**
 * The attempts of a node, in their order, as the tries that they are: one that continues after a wait, for people, for
 * money or for another run, is not another one. `isOpen`: the node has not ended.
 */
export function triesOf<Attempt extends Pick<AttemptSnapshot, "status">>(
  attempts: readonly Attempt[],
  isOpen: boolean,
): readonly Try<Attempt>[] {
  let number = 0;
  let isContinued = false;
  return attempts.map((attempt, index) => {
    if (!isContinued) number += 1;
    // Only a run that ends cancels an attempt for good, and nothing follows then.
    const isPaused = attempt.status === "cancelled" && (isOpen || index < attempts.length - 1);
    const one = { attempt, number, isContinued, isPaused };
    isContinued = isPaused;
    return one;
  });
}
