import { nodeReady, type PenstockInngest } from "#inngest/client.ts";
import type { NodeRunner } from "#inngest/runner/run-node-step.ts";
import { fairly } from "./fairly.ts";
import { nodeRetries, runNodeChain } from "./node-chain.ts";

/** One node that acts on the world (not through a model) as a durable step, and the chain that follows from it. */
export function createRunNode(client: PenstockInngest, runner: NodeRunner) {
  return client.createFunction(
    {
      id: "run-node",
      triggers: [nodeReady],
      retries: nodeRetries,
      ...fairly(runner.context.engine, 50),
    },
    ({ event, step, attempt }) => runNodeChain(runner, step, event.data, () => attempt >= nodeRetries),
  );
}
