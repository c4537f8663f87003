import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId } from "#core/ids.ts";

/** The same error for a missing run and for one of another workspace, so that it reveals nothing. */
export function noSuchRun(runId: RunId): AppError {
  return new AppError("NOT_FOUND", `There is no run ${runId} in this workspace.`);
}

export function noSuchPipeline(pipelineId: PipelineId): AppError {
  return new AppError("NOT_FOUND", `There is no pipeline ${pipelineId} in this workspace.`);
}
