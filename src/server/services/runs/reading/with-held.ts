import type { RunId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun, type RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { sumHeld } from "#server/db/run/reading/sum-held.ts";

/**
 * A run with what its calls in flight may still cost. `costMicros` is settled; the sum of both is the upper bound of
 * its cost so far.
 */
export type WithHeld<Run> = Run & {
  /** The maximum cost of the calls in flight, in micros of USD. 0: there are none; null: a price is unknown. */
  readonly heldMicros: number | null;
};

interface PaidRun {
  readonly id: RunId;
  readonly status: RunStatus;
  readonly isSandbox: boolean;
}

/** Adds what is reserved to runs in progress, with one query for all of them. */
export async function withHeld<Run extends PaidRun>(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runs: readonly Run[],
): Promise<readonly WithHeld<Run>[]> {
  const live = runs.filter(({ status }) => !isTerminalRun(status)).map(({ id }) => id);
  const held = live.length === 0 ? [] : await sumHeld(tx, workspaceId, live);
  const byRun = new Map(held.map((costs) => [costs.runId, costs]));
  return runs.map((run) => {
    const costs = byRun.get(run.id);
    return costs === undefined
      ? { ...run, heldMicros: 0 }
      : { ...run, heldMicros: costs.heldMicros, isSandbox: run.isSandbox || costs.isSandbox };
  });
}
