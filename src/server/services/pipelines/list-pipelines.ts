import type { PipelineOrder } from "#core/pipeline/pipeline-order.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listPipelines as readPipelines } from "#server/db/pipeline/list-pipelines.ts";
import type { PipelineSummary } from "#server/db/pipeline/pipeline-store.ts";
import { listLastRuns, type RunMark } from "#server/db/run/reading/list-last-runs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type WithHeld, withHeld } from "#server/services/runs/reading/with-held.ts";
import { readPipelineCursor, writePipelineCursor } from "./pipeline-cursor.ts";

/** A pipeline with the outcomes of its newest runs, newest first. */
export interface ListedPipeline extends PipelineSummary {
  readonly lastRuns: readonly WithHeld<RunMark>[];
}

export interface ListPipelinesInput {
  /** Archived ones only when asked for. */
  readonly withArchived: boolean;
  /** How many runs of each are included, 0 to 20. */
  readonly lastRuns: number;
  /** Part of the name, case-insensitive. Null: any. */
  readonly text: string | null;
  readonly order: PipelineOrder;
  /** Of the previous page in the same order. Null for the first page. */
  readonly cursor: string | null;
  /** 1 to 200. Null: all of them. */
  readonly limit: number | null;
}

export interface PipelinesPage {
  readonly pipelines: readonly ListedPipeline[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * A page of the workspace's pipelines.
 * @throws AppError FORBIDDEN, INVALID_INPUT for a cursor of another order.
 */
export async function listPipelines(
  context: ServiceContext,
  input: ListPipelinesInput,
): Promise<PipelinesPage> {
  authorize(context, "pipelines.read");
  if (input.lastRuns > 0) authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { withArchived, order, cursor, limit } = input;
  const listing = { withArchived, order, text: input.text?.trim() ?? "" };
  const after = cursor === null ? null : readPipelineCursor(order, cursor);
  return withTenant(context.db, workspaceId, async (tx) => {
    const page = { after, limit: limit === null ? null : limit + 1 };
    const found = await readPipelines(tx, workspaceId, listing, page);
    const pipelines = found.slice(0, limit ?? found.length);
    const last = found.length > pipelines.length ? pipelines.at(-1) : undefined;
    const ids = pipelines.map(({ id }) => id);
    const marks = input.lastRuns === 0 ? [] : await listLastRuns(tx, workspaceId, ids, input.lastRuns);
    const runs = await withHeld(tx, workspaceId, marks);
    const byPipeline = Map.groupBy(runs, ({ pipelineId }) => pipelineId);
    return {
      pipelines: pipelines.map(({ orderKey: _, ...pipeline }) => ({
        ...pipeline,
        lastRuns: byPipeline.get(pipeline.id) ?? [],
      })),
      nextCursor: last === undefined ? null : writePipelineCursor(order, last),
    };
  });
}
