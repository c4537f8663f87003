import type { WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { maxValueCharacters } from "#core/json/json-weight.ts";
import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { ItemsOutcome, ItemsState } from "#core/run/items.ts";
import { itemsTooLarge } from "#core/run/node-faults.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import {
  findFailedItem,
  type ItemResult,
  type ItemsRef,
  readItemResults,
  sizeOfResults,
} from "#server/db/run/children/read-items.ts";

/**
 * What came of the items of a node: their results in the order of the list, where one that failed and is tolerated has
 * `{ error }` in its place. Read once, when all have ended; what would be too much is not read at all.
 */
export async function gatherResults(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  of: ItemsRef,
  node: PlanNode,
  { items, policy }: { readonly items: ItemsState; readonly policy: ItemsPolicy },
): Promise<ItemsOutcome> {
  if (items.failed > policy.tolerates(items.total)) {
    return { ok: true, output: null, firstFailed: await findFailedItem(tx, workspaceId, of) };
  }
  if (items.total === 0) return { ok: true, output: [], firstFailed: null };
  const limit = node.limits.outputBytes ?? maxValueCharacters;
  const bytes = await sizeOfResults(tx, workspaceId, of);
  if (bytes > limit) return { ok: false, error: itemsTooLarge(node, items.total, bytes, limit) };
  const results = await readItemResults(tx, workspaceId, of);
  const byIndex = new Map(results.map((result) => [result.index, result]));
  const output = Array.from({ length: items.total }, (_, index) => placeOf(byIndex.get(index)));
  return { ok: true, output, firstFailed: null };
}

function placeOf(result: ItemResult | undefined): Json {
  if (result === undefined)
    return { error: { code: "CHILD_FAILED", message: "Its run is no longer there." } };
  const { status, output, isCut, runId, error } = result;
  if (status === "completed" && !isCut) return output;
  const message = isCut ? "It put out more than a run's output can hold." : (error?.message ?? "");
  const code = isCut ? "OUTPUT_TOO_LARGE" : (error?.code ?? "CHILD_FAILED");
  return { error: { code, message, runId, status } };
}
