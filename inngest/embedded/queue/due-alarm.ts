import type { Pool } from "pg";
import { countDueJobs } from "./queue-jobs.ts";
import type { Turns } from "./turns.ts";

/** However many jobs are added in this time, the queue is asked once. */
const askEveryMs = 100;
/** The queue is asked at least this often: a notification may get lost with its connection. */
const maxSilenceMs = 1_000;
const lookForOthersMs = 1_000;

/**
 * Wakes idle workers the moment a delayed job becomes due. The queue library would find it only at its next poll, and a
 * notification says that a job was added, not when it is due.
 */
export class DueAlarm {
  readonly #pool: Pool;
  readonly #workers: number;
  readonly #wakeOne: () => void;
  readonly #turns: Turns;
  #timer: NodeJS.Timeout | undefined;
  #lastAskedMs = 0;
  #lastLookedForOthersMs = 0;
  /** When the next delayed job is due, as far as known. */
  #dueAtMs = Number.POSITIVE_INFINITY;
  /** Due jobs for which no worker has been woken. Limits may hold all of them back, so one worker goes first. */
  #unattended = 0;
  #asking = false;
  #askAgain = false;
  #stopped = false;

  constructor(pool: Pool, workers: number, turns: Turns, wakeOne: () => void) {
    this.#pool = pool;
    this.#workers = workers;
    this.#turns = turns;
    this.#wakeOne = wakeOne;
  }

  /** Call it whenever jobs may have been added. */
  jobsChanged(): void {
    if (this.#asking) this.#askAgain = true;
    else this.#ringIn(this.#lastAskedMs + askEveryMs - Date.now());
  }

  /** Call it when a worker has found a job: there may be one for another worker. */
  jobFound(): void {
    if (this.#unattended === 0) return;
    this.#unattended--;
    this.#wakeOne();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Rings after this time, or when the next delayed job is due if that is sooner. */
  #ringIn(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(
      () => void this.#ask(),
      Math.max(0, Math.min(delayMs, this.#dueAtMs - Date.now())),
    );
    this.#timer.unref();
  }

  /**
   * Delayed jobs that become due ring no bell, so from time to time the queue is checked for jobs of workspaces that
   * are not expected to have any. That reads everything that waits, hence not each time.
   */
  #known(): readonly string[] | null {
    const nowMs = Date.now();
    const flags = this.#turns.expectedFlags();
    if (flags.length === 0 || nowMs - this.#lastLookedForOthersMs < lookForOthersMs) return null;
    this.#lastLookedForOthersMs = nowMs;
    return flags;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    this.#askAgain = false;
    this.#lastAskedMs = Date.now();
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    try {
      const { due, nextInMs, others } = await countDueJobs(this.#pool, this.#workers, this.#known());
      if (others) this.#turns.rang(null);
      if (nextInMs !== null) this.#dueAtMs = Date.now() + nextInMs;
      this.#unattended = due;
      if (!this.#stopped) this.jobFound();
    } catch {
      // The database is away: the next connection starts a new alarm.
    } finally {
      this.#asking = false;
      this.#ringIn(this.#askAgain ? this.#lastAskedMs + askEveryMs - Date.now() : maxSilenceMs);
    }
  }
}
