import { maxValueCharacters } from "#core/json/json-weight.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { loadOutputs, loadOutputsWithin } from "#server/db/run/progress/load-outputs.ts";
import type { Changeset } from "./changeset.ts";

/** Makes sure that the outputs of these nodes are in the changeset; asks the database only for those that are not. */
export async function loadMissingOutputs(
  tx: TenantSql,
  changeset: Changeset,
  nodeIds: readonly string[],
): Promise<void> {
  const missing = nodeIds.filter((nodeId) => !changeset.outputs.has(nodeId));
  if (missing.length === 0) return;
  const loaded = await loadOutputs(tx, changeset.run.workspaceId, changeset.run.runId, missing);
  for (const [nodeId, output] of loaded) changeset.outputs.set(nodeId, output);
}

/**
 * Values are weighed in characters, and few take more than four bytes: whatever may fit into the run's output is read.
 */
const endBytes = 4 * maxValueCharacters;

/**
 * The same for the run's own output, as far as there can be room in it: the others are named in the changeset as left
 * out.
 */
export async function loadEndOutputs(
  tx: TenantSql,
  changeset: Changeset,
  nodeIds: readonly string[],
): Promise<void> {
  const { workspaceId, runId } = changeset.run;
  const loaded = await loadOutputsWithin(tx, workspaceId, runId, nodeIds, endBytes);
  for (const { nodeId, output, isLeftOut } of loaded) {
    if (isLeftOut) changeset.outputsLeftOut.add(nodeId);
    else changeset.outputs.set(nodeId, output);
  }
}
