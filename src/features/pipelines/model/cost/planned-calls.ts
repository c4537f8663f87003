import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import { targetOf } from "#core/nodes/type-of.ts";
import { bodyDefinition } from "#core/pipeline/bodies/body-definition.ts";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import { compilePlan, type Plan, type PlanNode } from "#core/pipeline/plan/plan.ts";
import { modelsOf } from "#core/run/agent/chosen-model.ts";

/** The external calls of a node, without retries. */
export interface PlannedCall {
  readonly nodeId: string;
  readonly name: string;
  readonly type: NodeDefinition["type"];
  /** The model, the URL, or the waiting time. */
  readonly target: string;
  /** The vendors of its models; the first model's vendor comes first. */
  readonly providers: readonly ProviderName[];
  /** The maximum number of calls: each turn of an agent with tools is one. */
  readonly times: number;
}

/** The nodes of a plan with external calls, in order; those of a body follow their node. */
export function plannedCalls(plan: Plan): readonly PlannedCall[] {
  return plan.nodes
    .filter(({ kind }) => kind !== "pure")
    .flatMap((node) => [plannedCall(node), ...callsInside(plan, node)]);
}

function plannedCall({ id, name, type, agent, definition }: PlanNode): PlannedCall {
  return {
    nodeId: id,
    name,
    type,
    target: agent === null ? (targetOf(definition) ?? type) : modelsOf(agent).join(", or "),
    providers: agent === null ? [] : modelsOf(agent).map((model) => parseModelRef(model).provider),
    times: agent?.talk?.maxTurns ?? 1,
  };
}

/** The calls in a node's body, listed under that node's name. */
function callsInside(plan: Plan, node: PlanNode): readonly PlannedCall[] {
  const body = bodyPlan(plan, node);
  if (body === null) return [];
  return plannedCalls(body).map((call) => ({
    ...call,
    nodeId: `${node.id}/${call.nodeId}`,
    name: `${node.name}: ${call.name}`,
  }));
}

/** A node's compiled body; null if it has none. */
export function bodyPlan({ definition, agents }: Plan, node: PlanNode): Plan | null {
  const body = bodyDefinition(definition, node.definition);
  return body === null ? null : compilePlan(body, agents);
}

/** Whether a model call costs play money, whichever of the models answers. */
export function isPlayCall({ providers }: PlannedCall): boolean {
  return providers.length > 0 && providers.every((provider) => provider === "sandbox");
}
