import { agentReady, type PenstockInngest } from "#inngest/client.ts";
import type { NodeRunner } from "#inngest/runner/run-node-step.ts";
import { fairly } from "./fairly.ts";
import { nodeRetries, runNodeChain } from "./node-chain.ts";

/**
 * Starts per second and credential (the sandbox has none: per run), on both engines. After a pause as many may start
 * immediately, plus one, so that the branches of a run begin side by side: 41 at most in the first second, 20 in each
 * that follows.
 */
const startsPerSecond = 20;
/** The additional burst after a pause; the least that Inngest accepts. */
const startsOnTop = 1;
/** One agent node as a durable step, throttled by provider key. */
export function createRunAgent(client: PenstockInngest, runner: NodeRunner) {
  return client.createFunction(
    {
      id: "run-agent",
      triggers: [agentReady],
      retries: nodeRetries,
      throttle: {
        limit: startsPerSecond,
        period: "1s",
        burst: startsOnTop,
        key: "event.data.throttleKey",
      },
      ...fairly(runner.context.engine, 20),
    },
    ({ event, step, attempt }) => runNodeChain(runner, step, event.data, () => attempt >= nodeRetries),
  );
}
