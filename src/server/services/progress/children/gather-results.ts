import type { WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { maxValueCharacters } from "#core/json/json-weight.ts";
import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import { mostKeptBytes } from "#core/nodes/map/items-of-map.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { ItemsOutcome, ItemsState } from "#core/run/items.ts";
import { itemsTooLarge } from "#core/run/node-faults.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { ArtifactWrite } from "#server/db/run/artifact-store.ts";
import {
  findFailedItem,
  type ItemResult,
  type ItemsRef,
  readItemResults,
  sizeOfResults,
} from "#server/db/run/children/read-items.ts";

/** The results of a node's items, and the file to store when the node completes. */
export interface Gathered {
  readonly outcome: ItemsOutcome;
  readonly file: ArtifactWrite | null;
}

/**
 * The results of a node's items in list order, with `{ error }` in place of a tolerated failure; or a reference to
 * where they are stored. Read once, when all have ended; results that are too large are not read at all.
 */
export async function gatherResults(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  of: ItemsRef,
  node: PlanNode,
  { items, policy }: { readonly items: ItemsState; readonly policy: ItemsPolicy },
): Promise<Gathered> {
  if (items.failed > policy.tolerates(items.total)) {
    const firstFailed = await findFailedItem(tx, workspaceId, of);
    return { outcome: { ok: true, output: null, firstFailed }, file: null };
  }
  const isKept = policy.results === "artifact";
  const limit = isKept ? mostKeptBytes : (node.limits.outputBytes ?? maxValueCharacters);
  const bytes = items.total === 0 ? 0 : await sizeOfResults(tx, workspaceId, of);
  if (bytes > limit) {
    const error = itemsTooLarge(node, items.total, bytes, { limit, isKept });
    return { outcome: { ok: false, error }, file: null };
  }
  const results = items.total === 0 ? [] : await readItemResults(tx, workspaceId, of);
  const byIndex = new Map(results.map((result) => [result.index, result]));
  const list = Array.from({ length: items.total }, (_, index) => placeOf(byIndex.get(index)));
  const kept = isKept ? keep(of, node, items, list) : { output: list, file: null };
  return { outcome: { ok: true, output: kept.output, firstFailed: null }, file: kept.file };
}

/** Stores the results as a file of the run, and returns the reference to pass on instead. */
function keep(
  { runId }: ItemsRef,
  node: PlanNode,
  { total, failed }: ItemsState,
  list: readonly Json[],
): { readonly output: Json; readonly file: ArtifactWrite } {
  const name = `${node.id}-results.json`;
  const content = JSON.stringify(list);
  const bytes = Buffer.byteLength(content);
  return {
    output: { artifact: name, runId, bytes, items: total, failed },
    file: { nodeId: node.id, kind: "saved", name, mediaType: "application/json", encoding: "text", content },
  };
}

function placeOf(result: ItemResult | undefined): Json {
  if (result === undefined)
    return { error: { code: "CHILD_FAILED", message: "Its run is no longer there." } };
  const { status, output, isCut, runId, error } = result;
  if (status === "completed" && !isCut) return output;
  const message = isCut ? "Its output is larger than a run's output may be." : (error?.message ?? "");
  const code = isCut ? "OUTPUT_TOO_LARGE" : (error?.code ?? "CHILD_FAILED");
  return { error: { code, message, runId, status } };
}
