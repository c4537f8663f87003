import { AppError } from "#core/errors.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { bodyOf } from "#core/nodes/type-of.ts";
import { withBody } from "#core/pipeline/bodies/body-definition.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { compileAgent } from "#core/pipeline/plan/compile-agent.ts";
import type { AgentSnapshot, PlanAgent } from "#core/pipeline/plan/plan.ts";
import type { FaultPlan, PlannedFault } from "./fault-plan.ts";

type AgentConfig = Extract<NodeDefinition, { readonly type: "agent" }>["config"];
type ActionNode = Extract<NodeDefinition, { readonly type: "action" }>;

/** The model that is asked if the author's is not one of the sandbox's. */
const stand = "sandbox/brief";
const standsForFallbacks = ["sandbox/small", "sandbox/echo", "sandbox/json"] as const;

/** The id of an event that was held back. */
const notSent = "00000000-0000-0000-0000-000000000000";

/**
 * A pipeline for rehearsal: every model is the sandbox's, the nodes that the plan names meet its trouble, and nothing
 * reaches the world. A request is not sent: its node returns an empty response with status 200. Nor is an event: it
 * matches nothing. What only affects the run itself happens as usual.
 * @throws AppError INVALID_INPUT naming a node that does not exist, or that calls no model.
 */
export function toRehearsal(
  definition: PipelineDefinition,
  agents: readonly AgentSnapshot[],
  faults: FaultPlan,
): PipelineDefinition {
  const byKey = new Map(agents.map((agent) => [agent.key, agent]));
  const nodeById = new Map(definition.nodes.map((node) => [node.id, node]));
  for (const nodeId of Object.keys(faults)) {
    const node = nodeById.get(nodeId);
    requireAgent(nodeId, node === undefined ? undefined : compileAgent(node, byKey));
  }
  return { ...definition, nodes: definition.nodes.map((node) => rehearsed(node, byKey, faults)) };
}

/** Bodies are rehearsed too, without the trouble planned for the nodes around them. */
function rehearsed(
  node: NodeDefinition,
  agents: ReadonlyMap<string, AgentSnapshot>,
  faults: FaultPlan,
): NodeDefinition {
  const body = bodyOf(node);
  if (body !== null) {
    return withBody(node, { ...body, nodes: body.nodes.map((inner) => rehearsed(inner, agents, {})) });
  }
  const agent = compileAgent(node, agents);
  if (node.type === "agent" && agent !== null) return onSandbox(node, agent, faults[node.id]);
  return node.type === "action" ? heldBack(node) : node;
}

function requireAgent(nodeId: string, agent: PlanAgent | null | undefined): void {
  if (agent != null) return;
  const what = agent === undefined ? "The pipeline has no such node" : "It does not call a model";
  throw new AppError("INVALID_INPUT", `No fault can be rehearsed at node "${nodeId}". ${what}.`, { nodeId });
}

function onSandbox(
  node: Extract<NodeDefinition, { readonly type: "agent" }>,
  { model, fallbackModels }: PlanAgent,
  planned: PlannedFault | undefined,
): NodeDefinition {
  const fallbackModel = fallbackModels.map((fallback, index) =>
    isSandbox(fallback) ? fallback : (standsForFallbacks[index % standsForFallbacks.length] ?? stand),
  );
  const config = {
    ...withoutTools(node.config),
    model: withFault(isSandbox(model) ? model : stand, planned),
  };
  return { ...node, config: fallbackModel.length === 0 ? config : { ...config, fallbackModel } };
}

/** Tools reach the world: the model answers without them. */
function withoutTools(config: AgentConfig): AgentConfig {
  const { tools: _tools, approve: _approve, approval: _approval, ...limited } = config;
  const { maxTurns: _turns, maxToolCalls: _calls, maxTotalTokens: _tokens, ...rest } = limited;
  return rest;
}

function isSandbox(model: string): boolean {
  return parseModelRef(model).provider === "sandbox";
}

/** The plan's trouble takes precedence over what the model's own name asks for. */
function withFault(model: string, planned: PlannedFault | undefined): string {
  if (planned === undefined) return model;
  const [name = model, own = ""] = model.split("?");
  const options = new URLSearchParams(own);
  for (const option of ["fault", "times", "after", "retryAfter"]) options.delete(option);
  const { fault, times, after, retryAfterSeconds, paceMs, thinkMs } = planned;
  const asked = { fault, times, after, retryAfter: retryAfterSeconds, pace: paceMs, think: thinkMs };
  for (const [option, value] of Object.entries(asked)) {
    if (value !== undefined) options.set(option, String(value));
  }
  return `${name}?${options.toString()}`;
}

/** An undo acts on the world too, or takes back what was not done. */
function heldBack(node: ActionNode): NodeDefinition {
  const { undo: _undo, ...config } = node.config;
  switch (config.action) {
    case "http.request": {
      const answer = { status: "200", headers: "{}", body: "null", redirectedTo: "null" };
      return { ...node, type: "transform", config: { value: answer } };
    }
    case "event.send": {
      const answer = { eventId: `'${notSent}'`, matched: "0" };
      return { ...node, type: "transform", config: { value: answer } };
    }
    case "artifact.save":
    case "log":
    case "noop":
      return { ...node, config };
  }
}
