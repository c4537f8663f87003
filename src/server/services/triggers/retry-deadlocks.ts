import { sqlStateOf } from "#server/db/sql-state.ts";

const deadlockDetected = "40P01";
const mostTries = 3;

/**
 * Retries after a deadlock: what an event starts and wakes locks rows that others lock in another order, and PostgreSQL
 * rolls back one of both.
 */
export async function retryDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= mostTries || sqlStateOf(error) !== deadlockDetected) throw error;
    }
  }
}
