import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type PipelineSummary, listPipelines as readPipelines } from "#server/db/pipeline/pipeline-store.ts";
import { listLastRuns, type RunMark } from "#server/db/run/reading/list-last-runs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type WithHeld, withHeld } from "#server/services/runs/with-held.ts";

/** A pipeline with the outcomes of its newest runs, newest first. */
export interface ListedPipeline extends PipelineSummary {
  readonly lastRuns: readonly WithHeld<RunMark>[];
}

/**
 * The workspace's pipelines, last changed first; archived ones only when asked for. `lastRuns` says how many runs of
 * each are included, 0 to 20.
 * @throws AppError FORBIDDEN.
 */
export async function listPipelines(
  context: ServiceContext,
  input: { readonly withArchived: boolean; readonly lastRuns: number },
): Promise<readonly ListedPipeline[]> {
  authorize(context, "pipelines.read");
  if (input.lastRuns > 0) authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const pipelines = await readPipelines(tx, workspaceId, input.withArchived);
    const ids = pipelines.map(({ id }) => id);
    const marks = input.lastRuns === 0 ? [] : await listLastRuns(tx, workspaceId, ids, input.lastRuns);
    const runs = await withHeld(tx, workspaceId, marks);
    const byPipeline = Map.groupBy(runs, ({ pipelineId }) => pipelineId);
    return pipelines.map((pipeline) => ({ ...pipeline, lastRuns: byPipeline.get(pipeline.id) ?? [] }));
  });
}
