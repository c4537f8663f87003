import type { PenstockInngest } from "#inngest/client.ts";
import type { NodeRunner } from "#inngest/runner/run-node-step.ts";
import { createPurge } from "./purge.ts";
import { createReconcile } from "./reconcile.ts";
import { createRunAgent } from "./run-agent.ts";
import { createRunNode } from "./run-node.ts";
import { createStartRun } from "./start-run.ts";

/** Every durable function, over one client: the embedded engine's own, or one that talks to an Inngest server. */
export function createFunctions(client: PenstockInngest, runner: NodeRunner) {
  return [
    createStartRun(client, runner.context),
    createRunAgent(client, runner),
    createRunNode(client, runner),
    createReconcile(client, runner.context),
    createPurge(client, runner.context),
  ];
}
