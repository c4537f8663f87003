import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { startRun } from "../../start/start-run.ts";

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
export const url = "https://shop.example/orders";
const post = { action: "http.request", method: "POST", url } as const;
const del = {
  action: "http.request",
  method: "DELETE",
  url: "{{ variables.base }}/{{ output == null ? input.key : output.id }}",
  body: { why: "{{ error }}", said: "{{ nodes.start.output.key }}" },
} as const;
export const booked = (id: string, more: object = {}) =>
  ({ id, type: "action", name: id, config: { ...post, undo: del }, ...more }) as const;
export const plain = (id: string) => ({ id, type: "action", name: id, config: post }) as const;

export function chain(
  onFailure: "keep" | "undo",
  ...ids: readonly ReturnType<typeof booked | typeof plain>[]
) {
  return {
    ...chainOf("Shop", [trigger, ...ids]),
    variables: { base: { default: "https://shop.example" } },
    settings: { onFailure, maxRetriesPerNode: 0 },
  };
}

export const done = (output: Json): NodeOutcome => ({
  kind: "completed",
  output,
  usage: null,
  providerRequestId: null,
  artifacts: [],
});

export function failed(mayHaveActed: boolean): NodeOutcome {
  const error = { code: "HTTP_FAILED", message: "Nobody answered.", retryable: false } as const;
  const doubt = mayHaveActed ? { mayHaveActed: true as const } : {};
  return {
    kind: "failed",
    error,
    retryAfterMs: null,
    usage: null,
    providerRequestId: null,
    text: "",
    ...doubt,
  };
}

/** Executes the nodes of runs by hand. */
export function undoScene(context: ServiceContext) {
  const engine = createTestEngine(context);

  async function start(definition: PipelineDefinitionInput): Promise<RunId> {
    const pipelineId = await seedPipeline(context, definition);
    const asked = { pipelineId, input: { key: "k1" }, variables: {}, version: null, idempotencyKey: null };
    return (await startRun(context, asked)).runId;
  }

  async function claimTask(runId: RunId, nodeId: string): Promise<NodeTask> {
    const ref = { workspaceId: context.actor.workspaceId, runId, nodeId };
    const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
    if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
    return claimed.task;
  }

  async function settle(runId: RunId, nodeId: string, outcome: NodeOutcome): Promise<NodeTask> {
    const task = await claimTask(runId, nodeId);
    await settleAttempt(engine, task, outcome, "must-dispatch");
    return task;
  }

  const undo = (runId: RunId, nodeId: string, outcome: NodeOutcome = done(null)) =>
    settle(runId, undoIdOf(nodeId), outcome);

  return { engine, start, claimTask, settle, undo };
}
