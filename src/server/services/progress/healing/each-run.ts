import type { DueRun } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";

/** How many runs were handled, and how many of them failed. */
export interface EachRunReport {
  readonly done: number;
  readonly failed: number;
}

/**
 * Does the same for many runs. A failure is logged and does not stop the others: healing must not be blocked by one run
 * that cannot be healed.
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
