import { maxValueCharacters } from "#core/json/json-weight.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { loadOutputs, loadOutputsWithin } from "#server/db/run/progress/load-outputs.ts";
import type { Changeset } from "./changeset.ts";

/** Loads those outputs of these nodes that are not in the changeset yet. */
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

/** Limits are in characters, and few take more than four bytes: this reads whatever may fit into the run's output. */
const endBytes = 4 * maxValueCharacters;

/** The same for the run's own output, as far as it may fit: the others are listed in the changeset as left out. */
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
