import { noopsInARow } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { percentile, timeEach } from "./measure.ts";
import { publish, runWatched } from "./runs.ts";
import type { Stage } from "./stage.ts";

/** P4: a step must not cost more because many came before it. */
export async function measureLongChain({ context }: Stage): Promise<readonly Figure[]> {
  const perStep = async (steps: number, times: number) => {
    const pipelineId = await publish(context, noopsInARow(steps));
    return percentile(await timeEach(times, () => runWatched(context, pipelineId)), 0.5) / steps;
  };
  const at10 = await perStep(10, 60);
  const at100 = await perStep(100, 12);
  const at500 = await perStep(500, 5);
  return [
    { work: "P4", what: "a step of 10 in a row", value: at10, unit: "ms" },
    { work: "P4", what: "a step of 100 in a row", value: at100, unit: "ms" },
    { work: "P4", what: "a step of 500 in a row", value: at500, unit: "ms" },
    {
      work: "P4",
      what: "a step of 500 to one of 10",
      value: at500 / at10,
      unit: "times",
      target: 1.2,
      comparedAs: "growth",
    },
  ];
}
