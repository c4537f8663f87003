import { type GetStepTools, RetryAfterError } from "inngest";
import type { NodeReadyData } from "#core/dispatch/engine-event.ts";
import type { PenstockInngest } from "#inngest/client.ts";
import { carryBranches } from "#inngest/runner/run-branches.ts";
import { type NodeRunner, type NodeStepResult, runNodeStep } from "#inngest/runner/run-node-step.ts";
import { runShortNodes } from "#inngest/runner/run-short-nodes.ts";

/** Steps of one function run: well below Inngest's limit of 1,000, and enough that a hop through the queue is rare. */
const maxSteps = 300;

/**
 * The most that Inngest allows. A node's own policy ends earlier; the rest is for a database or a network that is away.
 */
export const nodeRetries = 20;

interface Visit {
  readonly nodeId: string;
  readonly handoverToken: string | null;
  /** How many function-level retries of this node run were used up before; part of the step's id. */
  readonly round: number;
}

/**
 * Runs one node run as a durable step, then the successor it claimed, and so on along the chain. A node that is to be
 * retried later throws RetryAfterError, so that Inngest retries that very step; when the engine's retries are used up,
 * the chain sleeps and continues under a new step, since how often a node is tried is its own policy, which the
 * database keeps. On an Inngest server each node is a step of its own, as people see it there; in the embedded engine
 * short ones share one.
 */
export async function runNodeChain(
  runner: NodeRunner,
  step: GetStepTools<PenstockInngest>,
  data: NodeReadyData,
  isLastTry: () => boolean,
): Promise<void> {
  const { workspaceId, runId, nodeId: firstId, beside = [] } = data;
  const first = { nodeId: firstId, handoverToken: null };
  if (beside.length > 0) {
    const request = { workspaceId, runId, ...first };
    await step.run(`nodes:${firstId}`, () => carryBranches(runner, request, [first, ...beside]));
    return;
  }
  const run = runner.context.engine === "embedded" ? runShortNodes : runNodeStep;
  let visit: Visit | null = { ...first, round: 0 };
  for (let count = 1; visit !== null; count += 1) {
    const { nodeId, handoverToken, round }: Visit = visit;
    const suffix = round === 0 ? "" : `:${round}`;
    const result: NodeStepResult = await step.run(`node:${nodeId}${suffix}`, async () => {
      const request = { workspaceId, runId, nodeId, handoverToken };
      const done = await run(runner, request, count < maxSteps ? "may-follow" : "must-dispatch");
      if (done.kind === "again" && !isLastTry()) {
        throw new RetryAfterError(`Node ${nodeId} continues later`, new Date(Date.now() + done.afterMs));
      }
      return done;
    });
    if (result.kind === "again") {
      await step.sleep(`wait:${nodeId}${suffix}`, Math.max(1_000, Math.ceil(result.afterMs)));
      visit = { nodeId, handoverToken: null, round: round + 1 };
    } else {
      visit = result.next === null ? null : { ...result.next, round: 0 };
    }
  }
}
