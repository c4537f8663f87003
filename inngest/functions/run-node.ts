import { nodeReady, type PenstockInngest } from "#inngest/client.ts";
import type { NodeRunner } from "#inngest/runner/run-node-step.ts";
import { nodeRetries, runNodeChain } from "./node-chain.ts";

/** Node runs of one workspace running at once: nobody takes all workers. */
const concurrentPerWorkspace = 50;

/** One node that acts on the world (not through a model) as a durable step, and the chain that follows from it. */
export function createRunNode(client: PenstockInngest, runner: NodeRunner) {
  return client.createFunction(
    {
      id: "run-node",
      triggers: [nodeReady],
      retries: nodeRetries,
      concurrency: [{ limit: concurrentPerWorkspace, key: "event.data.workspaceId" }],
    },
    ({ event, step, attempt }) => runNodeChain(runner, step, event.data, () => attempt >= nodeRetries),
  );
}
