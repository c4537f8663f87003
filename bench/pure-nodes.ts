import { transformsInARow } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach, timesPerSecond } from "./measure.ts";
import { priceOf } from "./price/price.ts";
import { publish, start } from "./runs.ts";
import type { Stage } from "./stage.ts";

/** P1: ten nodes that are decided immediately; the run has ended when its start returns. */
export async function measurePureNodes(stage: Stage): Promise<readonly Figure[]> {
  const { context } = stage;
  const nodes = 10;
  const pipelineId = await publish(context, transformsInARow(nodes));
  const once = () => start(context, pipelineId);
  const samples = await timeEach(300, once);
  const perSecond = await timesPerSecond(32, 5_000, once);
  const price = await priceOf(stage, { work: "P1", nodes, once, times: 200 });
  return [
    {
      work: "P1",
      what: "10 transforms, start to end, p50",
      value: percentile(samples, 0.5),
      unit: "ms",
      target: 8,
    },
    { work: "P1", what: "the same, p99", value: percentile(samples, 0.99), unit: "ms" },
    { work: "P1", what: "the same, 32 at once", value: perSecond, unit: "runs/s", target: 400 },
    ...price,
  ];
}
