import { fan } from "./definitions.ts";
import { createEndWatch } from "./end-watch.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach } from "./measure.ts";
import { priceOf } from "./price/price.ts";
import { publish, runWatched, start } from "./runs.ts";
import type { Stage } from "./stage.ts";

const width = 50;

/** P3: fifty parallel steps, and one that waits for all. */
export async function measureFan(stage: Stage): Promise<readonly Figure[]> {
  const { context } = stage;
  const pipelineId = await publish(context, fan(width));
  const samples = await timeEach(40, () => runWatched(context, pipelineId));
  const ends = createEndWatch(stage);
  const once = async () => ends.of(await start(context, pipelineId));
  // The node before them and the node after them.
  const price = await priceOf(stage, { work: "P3", nodes: width + 2, once, times: 40, targetCommits: 2 });
  return [
    {
      work: "P3",
      what: "1 -> 50 -> join, p50",
      value: percentile(samples, 0.5),
      unit: "ms",
      target: 200,
      goal: 45,
      comparedAs: "fan",
    },
    { work: "P3", what: "the same, p90", value: percentile(samples, 0.9), unit: "ms" },
    ...price,
  ];
}
