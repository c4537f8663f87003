import { workspaceFlag } from "#core/dispatch/job-spec.ts";

/**
 * Decides whose turn it is. The queue hands out the oldest job; without turns, a workspace that has queued a thousand
 * would make all others wait for them. So a workspace that has been given a job lets the others go first, as long as
 * any of them may have one.
 *
 * Nobody counts what waits in the queue. A workspace is expected to have more when it rang (jobs of it were added) or
 * when it has just been given one; it is expected to have none when a search among all but those who rest has found
 * nothing. So a workspace that is alone never rests, and costs no search.
 */
export class Turns {
  /** Workspaces that may have a job, as far as known. */
  readonly #expected = new Set<string>();
  /** Workspaces that have had a turn in this round. */
  readonly #resting = new Set<string>();
  /** Somebody has added jobs and did not say for whom. */
  #isSomebodyExpected = false;

  /** Jobs were added; null if it is unknown for which workspace. */
  rang(workspaceId: string | null): void {
    if (workspaceId === null) this.#isSomebodyExpected = true;
    else this.#expected.add(workspaceId);
  }

  /** A job was handed out; null for one that belongs to no workspace. */
  took(workspaceId: string | null): void {
    if (workspaceId === null) return;
    this.#expected.add(workspaceId);
    this.#resting.add(workspaceId);
  }

  /** The flags that the next job may not have; empty if every workspace has had its turn. */
  restingFlags(): readonly string[] {
    if (!this.#isSomebodyExpected && this.#areAllResting()) this.#resting.clear();
    return [...this.#resting].map(workspaceFlag);
  }

  /** The flags of the workspaces that may have a job, as far as known. */
  expectedFlags(): readonly string[] {
    return [...this.#expected].map(workspaceFlag);
  }

  /**
   * A search has found nothing. True if it had left out a workspace, which now has a turn: the search is worth
   * repeating.
   */
  foundNothing(): boolean {
    const hadLeftOut = this.#resting.size > 0;
    this.#expected.clear();
    for (const workspaceId of this.#resting) this.#expected.add(workspaceId);
    this.#resting.clear();
    this.#isSomebodyExpected = false;
    return hadLeftOut;
  }

  #areAllResting(): boolean {
    return [...this.#expected].every((workspaceId) => this.#resting.has(workspaceId));
  }
}
