import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type ArtifactSummary, listArtifacts } from "#server/db/run/artifact-store.ts";
import {
  type AttemptDetail,
  listAttempts,
  listNodeRuns,
  type NodeRunDetail,
} from "#server/db/run/node-run-reader.ts";
import { readFrozenVersion } from "#server/db/run/read-version.ts";
import { findRun, type RunDetail } from "#server/db/run/run-reader.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** A run with everything the book holds of it but its log. */
export interface RunView {
  readonly run: RunDetail;
  /** The frozen definition that it runs. */
  readonly definition: PipelineDefinition;
  readonly nodeRuns: readonly NodeRunDetail[];
  readonly attempts: readonly AttemptDetail[];
  readonly artifacts: readonly ArtifactSummary[];
}

/**
 * One run as it stands, read at one moment.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getRun(context: ServiceContext, input: { readonly runId: RunId }): Promise<RunView> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const run = await findRun(tx, workspaceId, input.runId);
    const frozen = run === null ? null : await readFrozenVersion(tx, workspaceId, run.versionId);
    if (run === null || frozen === null) {
      throw new AppError("NOT_FOUND", `There is no run ${input.runId} in this workspace.`);
    }
    return {
      run,
      definition: frozen.definition,
      nodeRuns: await listNodeRuns(tx, workspaceId, run.id),
      attempts: await listAttempts(tx, workspaceId, run.id),
      artifacts: await listArtifacts(tx, workspaceId, run.id, 200),
    };
  });
}
