import type { DueRun } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";

/** How many runs were looked after, and how many of them could not be. */
export interface EachRunReport {
  readonly done: number;
  readonly failed: number;
}

/**
 * Does the same for many runs, once for each. A run that fails is told in the log and does not hold up the others: what
 * heals must not itself be stopped by one run that is beyond healing.
 */
export async function eachRun(
  context: Pick<EngineContext, "log">,
  runs: readonly DueRun[],
  work: (run: DueRun) => Promise<unknown>,
): Promise<EachRunReport> {
  const distinct = new Map(runs.map((run) => [run.runId, run]));
  let failed = 0;
  for (const run of distinct.values()) {
    try {
      await work(run);
    } catch (error) {
      failed += 1;
      context.log.error({ err: error, runId: run.runId }, "could not heal a run");
    }
  }
  return { done: distinct.size - failed, failed };
}
