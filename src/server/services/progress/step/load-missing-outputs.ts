import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { loadOutputs } from "#server/db/run/progress/load-outputs.ts";
import type { ProgressDraft } from "./progress-draft.ts";

/** Makes sure that the outputs of these nodes are in the draft; asks the database only for those that are not. */
export async function loadMissingOutputs(
  tx: TenantSql,
  draft: ProgressDraft,
  nodeIds: readonly string[],
): Promise<void> {
  const missing = nodeIds.filter((nodeId) => !draft.outputs.has(nodeId));
  if (missing.length === 0) return;
  const loaded = await loadOutputs(tx, draft.run.workspaceId, draft.run.runId, missing);
  for (const [nodeId, output] of loaded) draft.outputs.set(nodeId, output);
}
