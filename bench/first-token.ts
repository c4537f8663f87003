import { oneAgent } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach } from "./measure.ts";
import { publish, start, watchUntil } from "./runs.ts";
import type { Stage } from "./stage.ts";

/** P5: from the start to the first piece of text at the reader, with a model that answers immediately. */
export async function measureFirstToken({ context }: Stage): Promise<readonly Figure[]> {
  const pipelineId = await publish(context, oneAgent("sandbox/echo?pace=0&tokens=20"));
  const samples = await timeEach(60, async () => {
    const runId = await start(context, pipelineId);
    await watchUntil(context, runId, (event) => event.type === "node.delta");
  });
  return [
    {
      work: "P5",
      what: "start to first text, at the service, p50",
      value: percentile(samples, 0.5),
      unit: "ms",
      target: 60,
    },
    { work: "P5", what: "the same, p90", value: percentile(samples, 0.9), unit: "ms" },
  ];
}
