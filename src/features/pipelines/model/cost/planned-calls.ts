import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import { targetOf } from "#core/nodes/type-of.ts";
import { bodyDefinition } from "#core/pipeline/bodies/body-definition.ts";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import { compilePlan, type Plan, type PlanNode } from "#core/pipeline/plan/plan.ts";
import { modelsOf } from "#core/run/agent/chosen-model.ts";

/** What a run would do outside of Penstock, unless it is tried again. */
export interface PlannedCall {
  readonly nodeId: string;
  readonly name: string;
  readonly type: NodeDefinition["type"];
  /** The model that is asked, the address that is called, how long it waits. */
  readonly target: string;
  /** The vendors of its models, that of the first one first. */
  readonly providers: readonly ProviderName[];
  /** How often it is made at most: each turn of an agent with tools is a call of its model. */
  readonly times: number;
}

/** The nodes of a plan that reach into the world, in the order in which they come; those of a body after its node. */
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

/** What the body of a node does, under the name of that node. */
function callsInside(plan: Plan, node: PlanNode): readonly PlannedCall[] {
  const body = bodyPlan(plan, node);
  if (body === null) return [];
  return plannedCalls(body).map((call) => ({
    ...call,
    nodeId: `${node.id}/${call.nodeId}`,
    name: `${node.name}: ${call.name}`,
  }));
}

/** The body of a node, compiled; null for a node without one. */
export function bodyPlan({ definition, agents }: Plan, node: PlanNode): Plan | null {
  const body = bodyDefinition(definition, node.definition);
  return body === null ? null : compilePlan(body, agents);
}

/** Whether a call of models costs play money, whichever of them answers. */
export function isPlayCall({ providers }: PlannedCall): boolean {
  return providers.length > 0 && providers.every((provider) => provider === "sandbox");
}
