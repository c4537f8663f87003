import type { Plan } from "#core/pipeline/plan.ts";
import type { NodePhase, RunState } from "./state.ts";

/** A run that has been asked for and has not begun. */
export function initialRunState(plan: Plan): RunState {
  const phases: { [nodeId: string]: NodePhase } = {};
  for (const node of plan.nodes) phases[node.id] = "idle";
  return { status: "pending", closing: null, phases, branches: {}, attempts: {}, failure: null };
}
