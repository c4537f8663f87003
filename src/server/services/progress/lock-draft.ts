import type { RunId, WorkspaceId } from "#core/ids.ts";
import { outputsNeeded } from "#core/run/outputs-needed.ts";
import { lockRun } from "#server/db/run/lock-run.ts";
import type { TenantSql } from "#server/db/tenant-sql.ts";
import type { EngineContext } from "./engine-context.ts";
import { loadMissingOutputs } from "./load-missing-outputs.ts";
import { createDraft, type ProgressDraft } from "./progress-draft.ts";

/**
 * Locks a run and opens a draft over it, with the outputs that a step at `nodeId` will want already loaded.
 * Null when the workspace has no such run.
 */
export async function lockDraft(
  tx: TenantSql,
  context: Pick<EngineContext, "plans">,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeId: string | null,
): Promise<ProgressDraft | null> {
  const plan = await context.plans.ofRun(tx, workspaceId, runId);
  if (plan === null) return null;
  const run = await lockRun(tx, workspaceId, runId);
  if (run === null) return null;
  const draft = createDraft(run, plan);
  if (nodeId !== null) await loadMissingOutputs(tx, draft, outputsNeeded(plan, nodeId));
  return draft;
}
