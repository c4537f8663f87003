import type { RunEvent } from "#core/events/run-event.ts";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";

/** Longer than any run here takes; a hanging one ends the measurement. */
const giveUpMs = 50_000;

/** A pipeline with a published version, the usual case. */
export async function publish(
  context: ServiceContext,
  definition: PipelineDefinitionInput,
): Promise<PipelineId> {
  const pipelineId = await seedPipeline(context, definition);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  return pipelineId;
}

export async function start(
  context: ServiceContext,
  pipelineId: PipelineId,
  input = "tides",
): Promise<RunId> {
  const request = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, request)).runId;
}

/** Watches a run until an event matches; throws if the run ends first. */
export async function watchUntil(
  context: ServiceContext,
  runId: RunId,
  isWanted: (event: RunEvent) => boolean,
): Promise<void> {
  for await (const event of watchRun(context, { runId, afterSeq: 0 }, AbortSignal.timeout(giveUpMs))) {
    if (isWanted(event)) return;
  }
  throw new Error(`Run ${runId} has ended, or was watched for ${giveUpMs} ms, without what was waited for.`);
}

/** Starts a run and watches it to its end, as the run page does. */
export async function runWatched(context: ServiceContext, pipelineId: PipelineId): Promise<void> {
  const runId = await start(context, pipelineId);
  await watchUntil(context, runId, (event) => event.type === "run.completed");
}
