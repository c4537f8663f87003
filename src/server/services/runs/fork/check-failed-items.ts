import { AppError, type Problem } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { countFailedItems } from "#server/db/run/children/count-failed-items.ts";

interface Asked {
  readonly fromNodeIds: readonly string[];
  readonly failedItems?: readonly string[];
}

/**
 * Each node whose failed items are to run again is a map of this run, some of whose items have failed in it.
 * @throws AppError INVALID_INPUT naming each that is not.
 */
export async function checkFailedItems(
  tx: TenantSql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
  plan: Plan,
  { fromNodeIds, failedItems = [] }: Asked,
): Promise<void> {
  if (failedItems.length === 0) return;
  if (fromNodeIds.length > 0) {
    const message =
      "Give fromNodeIds or failedItems, not both: from a node that is named in fromNodeIds on, everything runs again.";
    throw new AppError("INVALID_INPUT", message);
  }
  const failed = await countFailedItems(tx, workspaceId, runId, failedItems);
  const problems = failedItems.flatMap((nodeId): readonly Problem[] => {
    const fault = faultOf(plan, nodeId, failed);
    if (fault === null) return [];
    const message = `failedItems: ${nodeId}: ${fault}.`;
    return [{ code: "BAD_VALUE", severity: "error", message, nodeId, path: ["failedItems"] }];
  });
  if (problems.length === 0) return;
  throw new AppError("INVALID_INPUT", problems.map(({ message }) => message).join(" "), { problems });
}

function faultOf(plan: Plan, nodeId: string, failed: ReadonlyMap<string, number>): string | null {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined) {
    return "the run has no such node. A map inside a run that a node has started cannot be named: fork that run, or resume this one";
  }
  if (itemsOf(node.definition) === null) return "it is not a map";
  if ((failed.get(nodeId) ?? 0) > 0) return null;
  return "none of its items failed in this run. Where it was taken over, its items belong to the run in which it ran";
}
