import { oneAgent } from "./definitions.ts";
import { createEndWatch } from "./end-watch.ts";
import type { Figure } from "./figure.ts";
import { priceOf } from "./price/price.ts";
import { publish, start } from "./runs.ts";
import type { Stage } from "./stage.ts";

/**
 * What one model call costs us on top of its vendor's time: reservation, stream, settlement, ledger. The sandbox
 * answers immediately with twenty tokens; it runs in the worker, so its work is part of the worker's figure.
 */
export async function measureAgentStep(stage: Stage): Promise<readonly Figure[]> {
  const { context } = stage;
  const pipelineId = await publish(context, oneAgent("sandbox/echo?pace=0&tokens=20"));
  const ends = createEndWatch(stage);
  const once = async () => ends.of(await start(context, pipelineId));
  return priceOf(stage, { work: "agent", nodes: 1, once, times: 100 });
}
