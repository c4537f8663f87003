import { sqlStateOf } from "#server/db/sql-state.ts";

const deadlockDetected = "40P01";
const mostTries = 3;

/** What an event starts and what it wakes lock rows that others lock in another order; the book undoes one of both. */
export async function retryDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= mostTries || sqlStateOf(error) !== deadlockDetected) throw error;
    }
  }
}
