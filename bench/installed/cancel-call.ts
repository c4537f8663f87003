import { watchRun } from "#client/watch-run.ts";
import type { Figure } from "../figure.ts";
import { percentile } from "../measure.ts";
import { withStartedInstallation } from "./installation.ts";
import { startVendor } from "./vendor.ts";

const times = 40;

/** P7: from the request to stop a run, over HTTP, until the connection to the vendor is closed. */
export async function measureCancel(): Promise<readonly Figure[]> {
  const vendor = await startVendor();
  try {
    return await withStartedInstallation(async ({ client }) => {
      const pipelineId = await vendor.publishTalk(client);
      const samples: number[] = [];
      for (let time = 0; time < times; time += 1) {
        const { runId } = await client.runs.start.mutate({ pipelineId, input: "Go on." });
        for await (const event of watchRun(client, { runId })) if (event.type === "node.delta") break;
        const closed = vendor.nextClosed();
        const wantedMs = performance.timeOrigin + performance.now();
        await client.runs.cancel.mutate({ runId });
        samples.push((await closed) - wantedMs);
      }
      samples.sort((left, right) => left - right);
      const work = { work: "P7", unit: "ms" } as const;
      return [
        { ...work, what: "cancel to closed socket of the vendor, p50", value: percentile(samples, 0.5) },
        { ...work, what: "the same, p95", value: percentile(samples, 0.95), target: 500 },
        { ...work, what: "the same, longest", value: percentile(samples, 1), target: 2_000 },
      ];
    }, vendor.host);
  } finally {
    await vendor.stop();
  }
}
