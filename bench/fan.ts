import { fan } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach } from "./measure.ts";
import { publish, runWatched } from "./runs.ts";
import type { Stage } from "./stage.ts";

/** P3: fifty steps side by side, each through the queue, and one that waits for all. */
export async function measureFan({ context }: Stage): Promise<readonly Figure[]> {
  const pipelineId = await publish(context, fan(50));
  const samples = await timeEach(40, () => runWatched(context, pipelineId));
  return [
    {
      work: "P3",
      what: "1 -> 50 -> join, p50",
      value: percentile(samples, 0.5),
      unit: "ms",
      target: 200,
      goal: 45,
    },
    { work: "P3", what: "the same, p90", value: percentile(samples, 0.9), unit: "ms" },
  ];
}
