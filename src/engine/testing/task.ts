import type { Scope } from "#core/expression/scope.ts";
import { pipelineVersionIdSchema, runIdSchema, workspaceIdSchema } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { compilePlan } from "#core/pipeline/plan/plan.ts";
import type { NodeTask } from "#core/run/node-task.ts";

const id = (digit: string) => `00000000-0000-4000-8000-00000000000${digit}`;

/** A claimed attempt of a node written as its author would, in a run that has an hour left. */
export function taskFor(
  node: JsonObject,
  scope: Partial<Scope> = {},
  change: Partial<NodeTask> = {},
): NodeTask {
  const definition = pipelineDefinitionSchema.parse({
    name: "Test",
    variables: { topic: { default: "tides" } },
    nodes: [
      { id: "start", type: "trigger", name: "Start", config: {} },
      { id: "work", name: "Work", ...node },
    ],
    edges: [{ id: "e1", from: "start", to: "work" }],
  });
  const planned = compilePlan(definition, []).nodeById.get("work");
  if (planned === undefined) throw new Error("the node was lost");
  return {
    workspaceId: workspaceIdSchema.parse(id("1")),
    runId: runIdSchema.parse(id("2")),
    nodeId: "work",
    attempt: 1,
    leaseToken: "lease",
    versionId: pipelineVersionIdSchema.parse(id("3")),
    node: planned,
    model: planned.agent === null ? null : parseModelRef(planned.agent.model),
    scope: {
      input: "the sea",
      trigger: null,
      run: { id: "run", startedAt: "2026-11-29T08:30:00.000Z" },
      variables: { topic: "tides" },
      nodes: {},
      ...scope,
    },
    providerKeyId: null,
    onBehalfOf: runIdSchema.parse(id("2")),
    deadlineMs: Date.now() + 3_600_000,
    ...change,
  };
}

/** An agent node with its own model. */
export function makeAgentNode(config: JsonObject = {}, fields: JsonObject = {}): JsonObject {
  return {
    type: "agent",
    config: { model: "sandbox/brief", task: "Write: {{ input }}", ...config },
    ...fields,
  };
}

export function makeActionNode(config: JsonObject, fields: JsonObject = {}): JsonObject {
  return { type: "action", config, ...fields };
}

/** The trigger's and other nodes' data in one place. */
export function nodesOf(outputs: { readonly [nodeId: string]: Json }): Scope["nodes"] {
  return Object.fromEntries(Object.entries(outputs).map(([nodeId, output]) => [nodeId, { output }]));
}
