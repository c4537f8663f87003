import { workspaceFlag } from "#core/dispatch/job-spec.ts";

/**
 * Whose turn it is. The queue hands out the oldest job; without turns, a workspace that has queued a thousand would
 * make all others wait for them. So whoever has been given a job lets the others go first, as long as any of them may
 * have one.
 *
 * Nobody counts what waits in the queue. A workspace is expected to have more when it rang (jobs of it were added) or
 * when it has just been given one; it is expected to have none when a search among all but those who rest has found
 * nothing. So a workspace that is alone never rests, and costs no search.
 */
export class Turns {
  /** Who may have a job, as far as is known. */
  readonly #expected = new Set<string>();
  /** Who has had a turn in this round. */
  readonly #resting = new Set<string>();
  /** Somebody has added jobs and did not say for whom. */
  #isSomebodyExpected = false;

  /** Jobs were added; null where nobody says for which workspace. */
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

  /** The flags that the next job may not have; empty where everybody's turn has come. */
  restingFlags(): readonly string[] {
    if (!this.#isSomebodyExpected && this.#areAllResting()) this.#resting.clear();
    return [...this.#resting].map(workspaceFlag);
  }

  /** The flags of those who may have a job, as far as is known. */
  expectedFlags(): readonly string[] {
    return [...this.#expected].map(workspaceFlag);
  }

  /**
   * A search has found nothing. True where it had left somebody out, who now has a turn: the search is worth repeating.
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
