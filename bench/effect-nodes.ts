import { noopsInARow } from "./definitions.ts";
import { createEndWatch } from "./end-watch.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach, timesPerSecond } from "./measure.ts";
import { priceOf } from "./price/price.ts";
import { publish, runWatched, start } from "./runs.ts";
import type { Stage } from "./stage.ts";

const nodes = 10;

/** P2: ten steps, each claimed, executed and settled in the worker process. */
export async function measureEffectNodes(stage: Stage): Promise<readonly Figure[]> {
  const { context } = stage;
  const pipelineId = await publish(context, noopsInARow(nodes));
  const samples = await timeEach(150, () => runWatched(context, pipelineId));
  const watched = await timesPerSecond(32, 5_000, () => runWatched(context, pipelineId));
  const ends = createEndWatch(stage);
  const unwatched = async () => ends.of(await start(context, pipelineId));
  const perSecond = await timesPerSecond(32, 5_000, unwatched);
  const warm = await timeEach(150, () => runWatched(context, pipelineId));
  const price = await priceOf(stage, {
    work: "P2",
    nodes,
    once: unwatched,
    times: 100,
    targetMs: 15,
    targetCommits: 2,
  });
  return [
    {
      work: "P2",
      what: "10 steps, start to end seen, p50",
      value: percentile(samples, 0.5),
      unit: "ms",
      target: 30,
      goal: 11,
      comparedAs: "row",
    },
    { work: "P2", what: "the same, p99", value: percentile(samples, 0.99), unit: "ms" },
    {
      work: "P2",
      what: "the same, 32 at once",
      value: perSecond,
      unit: "runs/s",
      target: 80,
      goal: 212,
      comparedAs: "rate",
    },
    { work: "P2", what: "the same after a thousand runs, p50", value: percentile(warm, 0.5), unit: "ms" },
    { work: "P2", what: "the same, 32 at once, all watched live", value: watched, unit: "runs/s" },
    ...price,
  ];
}
