import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import { oneAgent } from "../definitions.ts";
import type { Figure } from "../figure.ts";
import { percentile, timeEach } from "../measure.ts";
import { withStartedInstallation } from "./installation.ts";

/** P5 for an API client: `runs.start` over HTTP, worker, adapter, log, and the first piece of text back over SSE. */
export async function measureWholePath(): Promise<readonly Figure[]> {
  return withStartedInstallation(async ({ client }) => {
    const { pipelineId } = await client.pipelines.create.mutate({
      definition: oneAgent("sandbox/echo?pace=0&tokens=20"),
    });
    await client.pipelines.publish.mutate({ pipelineId });
    const samples = await timeEach(60, async () => {
      const { runId } = await client.runs.start.mutate({ pipelineId, input: "tides" });
      await untilText(client, runId);
    });
    return [
      {
        work: "P5",
        what: "start to first text, through the typed client, p50",
        value: percentile(samples, 0.5),
        unit: "ms",
        target: 60,
      },
      { work: "P5", what: "the same, p90", value: percentile(samples, 0.9), unit: "ms" },
    ];
  });
}

async function untilText(client: PenstockClient, runId: string): Promise<void> {
  for await (const event of watchRun(client, { runId, signal: AbortSignal.timeout(30_000) })) {
    if (event.type === "node.delta") return;
  }
  throw new Error(`Run ${runId} has ended, or was watched for 30 s, without a piece of text.`);
}
