import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId } from "#core/ids.ts";

/** For whoever may not see it, a run of another workspace is none: this says the same of both. */
export function noSuchRun(runId: RunId): AppError {
  return new AppError("NOT_FOUND", `There is no run ${runId} in this workspace.`);
}

export function noSuchPipeline(pipelineId: PipelineId): AppError {
  return new AppError("NOT_FOUND", `There is no pipeline ${pipelineId} in this workspace.`);
}
