import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import { targetOf } from "#core/nodes/type-of.ts";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { modelsOf } from "#core/run/chosen-model.ts";

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

/** The nodes of a plan that reach into the world, in the order in which they come. */
export function plannedCalls(plan: Plan): readonly PlannedCall[] {
  return plan.nodes
    .filter(({ kind }) => kind !== "pure")
    .map((node) => ({
      nodeId: node.id,
      name: node.name,
      type: node.type,
      target:
        node.agent === null ? (targetOf(node.definition) ?? node.type) : modelsOf(node.agent).join(", or "),
      providers:
        node.agent === null ? [] : modelsOf(node.agent).map((model) => parseModelRef(model).provider),
      times: node.agent?.talk?.maxTurns ?? 1,
    }));
}

/** Whether a call of models costs play money, whichever of them answers. */
export function isPlayCall({ providers }: PlannedCall): boolean {
  return providers.length > 0 && providers.every((provider) => provider === "sandbox");
}
