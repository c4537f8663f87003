import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { sumTrees, type TreeSums } from "#server/db/run/children/read-tree.ts";
import { sumHeld } from "#server/db/run/reading/sum-held.ts";
import type { WithHeld } from "./with-held.ts";

/** The totals of all runs of a tree, root included. */
export type TreeTotals = WithHeld<Omit<TreeSums, "liveRunIds">>;

/**
 * The totals of each of these roots that has started runs, with what the calls in flight in its tree may still cost.
 */
export async function readTrees(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rootRunIds: readonly RunId[],
): Promise<ReadonlyMap<RunId, TreeTotals>> {
  const trees = rootRunIds.length === 0 ? [] : [...(await sumTrees(tx, workspaceId, rootRunIds))];
  const live = trees.flatMap(([, { liveRunIds }]) => liveRunIds);
  const held = live.length === 0 ? [] : await sumHeld(tx, workspaceId, live);
  const byRun = new Map(held.map((costs) => [costs.runId, costs]));
  return new Map(
    trees.map(([rootRunId, { liveRunIds, ...sums }]) => {
      const inFlight = liveRunIds.flatMap((id) => byRun.get(id) ?? []);
      const isKnown = inFlight.every(({ heldMicros }) => heldMicros !== null);
      const heldMicros = isKnown ? inFlight.reduce((sum, costs) => sum + (costs.heldMicros ?? 0), 0) : null;
      const isSandbox = sums.isSandbox || inFlight.some((costs) => costs.isSandbox);
      return [rootRunId, { ...sums, isSandbox, heldMicros }];
    }),
  );
}
