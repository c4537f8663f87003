import type { PlanAgent, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "../state.ts";

/** Every model that a node may ask, in the order in which it asks them. */
export function modelsOf({ model, fallbackModels }: PlanAgent): readonly string[] {
  return [model, ...fallbackModels];
}

/**
 * The model that a node's attempt asks. It is derived from the state, which is written with every attempt that ends, so
 * it is the same for every worker. Null for nodes that call no model.
 */
export function chosenModel({ attempts }: Pick<RunState, "attempts">, node: PlanNode): string | null {
  if (node.agent === null) return null;
  return modelsOf(node.agent)[attempts[node.id]?.model ?? 0] ?? node.agent.model;
}
