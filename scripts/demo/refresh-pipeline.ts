import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PenstockClient } from "#client/create-client.ts";
import type { PipelineId } from "#core/ids.ts";
import { sandboxModel } from "./choose-model.ts";

const file = join(import.meta.dirname, "contract-review.yaml");
const name = "Contract review";

/** Creates the sample pipeline, or updates and publishes it if the file has changed. */
export async function refreshPipeline(client: PenstockClient, model: string): Promise<PipelineId> {
  const definition = readFileSync(file, "utf8").replaceAll(sandboxModel, model);
  const { pipelines } = await client.pipelines.list.query({ text: name });
  const known = pipelines.find((pipeline) => pipeline.name === name);
  if (known === undefined) {
    const { pipelineId } = await client.pipelines.create.mutate({ definition });
    await client.pipelines.publish.mutate({ pipelineId });
    return pipelineId;
  }
  const pipelineId = known.id;
  const { draftText, draftRevision, publishedVersion } = await client.pipelines.get.query({ pipelineId });
  if (draftText === definition && publishedVersion !== null) return pipelineId;
  await client.pipelines.saveDraft.mutate({ pipelineId, definition, expectedRevision: draftRevision });
  await client.pipelines.publish.mutate({ pipelineId });
  return pipelineId;
}
