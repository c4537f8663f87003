import { AppError, type Problem } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { countFailedItems } from "#server/db/run/children/count-failed-items.ts";
import { findRunsWithFailed } from "#server/db/run/children/find-runs-with-failed.ts";
import type { PlanCache } from "#server/services/progress/plan-cache.ts";

interface Asked {
  readonly fromNodeIds: readonly string[];
  readonly failedItems?: readonly string[];
}

/** How many runs an error names per node. */
const mostNamed = 3;
/** For how many nodes it does: each search covers all runs below. */
const mostHinted = 3;

/**
 * Checks that each node whose failed items are to run again is a map of this run with failed items.
 * @throws AppError INVALID_INPUT naming each that is not.
 */
export async function checkFailedItems(
  tx: TenantSql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
  plan: Plan,
  plans: PlanCache,
  { fromNodeIds, failedItems = [] }: Asked,
): Promise<void> {
  if (failedItems.length === 0) return;
  if (fromNodeIds.length > 0) {
    const message =
      "Give fromNodeIds or failedItems, not both: from a node that is named in fromNodeIds on, everything runs again.";
    throw new AppError("INVALID_INPUT", message);
  }
  const failed = await countFailedItems(tx, workspaceId, runId, failedItems);
  const hints = new Map<string, string>();
  for (const nodeId of failedItems.filter((id) => !plan.nodeById.has(id)).slice(0, mostHinted))
    hints.set(nodeId, await hintAt(tx, { workspaceId, runId }, plans, nodeId));
  const problems = failedItems.flatMap((nodeId): readonly Problem[] => {
    const fault = plan.nodeById.has(nodeId)
      ? faultOf(plan, nodeId, failed)
      : `the run has no such node${hints.get(nodeId) ?? ""}`;
    if (fault === null) return [];
    const message = `failedItems: ${nodeId}: ${fault}.`;
    return [{ code: "BAD_VALUE", severity: "error", message, nodeId, path: ["failedItems"] }];
  });
  if (problems.length === 0) return;
  throw new AppError("INVALID_INPUT", problems.map(({ message }) => message).join(" "), { problems });
}

function faultOf(plan: Plan, nodeId: string, failed: ReadonlyMap<string, number>): string | null {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined || itemsOf(node.definition) === null) return "it is not a map";
  if ((failed.get(nodeId) ?? 0) > 0) return null;
  return "none of its items failed in this run. Where it was taken over, its items belong to the run in which it ran";
}

/** The runs below this one that have such a map, where its items can be run again. */
async function hintAt(
  tx: TenantSql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
  plans: PlanCache,
  nodeId: string,
): Promise<string> {
  const maps: RunId[] = [];
  for (const id of await findRunsWithFailed(tx, workspaceId, runId, nodeId, mostNamed)) {
    const node = (await plans.ofRun(tx, workspaceId, id))?.nodeById.get(nodeId);
    if (node !== undefined && itemsOf(node.definition) !== null) maps.push(id);
  }
  if (maps.length === 0) return "";
  const [what, which] = maps.length === 1 ? ["run", "that run"] : ["runs", "each of those runs"];
  return `, but ${what} ${maps.join(", ")} below it: fork ${which} with failedItems, as a run of its own. If this run failed, resume it without failedItems: it continues inside`;
}
