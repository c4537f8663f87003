import { mapOfWords } from "./definitions.ts";
import type { Figure } from "./figure.ts";
import { publish, start } from "./runs.ts";
import type { Stage } from "./stage.ts";

const count = 1_000;
const concurrency = 20;
/** Longer than a thousand items take anywhere; a hanging one ends the measurement. */
const giveUpMs = 600_000;
const lookMs = 100;

/** A list of a thousand items, each a call of the sandbox: how many are done per second. */
export async function measureMap(stage: Stage): Promise<readonly Figure[]> {
  const pipelineId = await publish(stage.context, mapOfWords(concurrency));
  const startedMs = performance.now();
  const runId = await start(stage.context, pipelineId, Array(count).fill("tides").join(" "));
  for (;;) {
    const [run] = await stage.asOwner<{ status: string; frontier: string }>(
      "select status, frontier from runs where id = $1",
      [runId],
    );
    if (run?.status === "completed") break;
    const tookMs = performance.now() - startedMs;
    if (run === undefined || run.status !== "running" || tookMs > giveUpMs)
      throw new Error(`Run ${runId} of ${count} items is ${run?.status} after ${Math.round(tookMs)} ms.`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  return [
    {
      work: "map",
      what: `a list of ${count}, ${concurrency} at a time, an agent each`,
      value: count / seconds,
      unit: "items/s",
    },
  ];
}
