import type { Plan } from "#core/pipeline/plan/plan.ts";
import { makePhases } from "./phase-map.ts";
import type { RunState } from "./state.ts";

/** A run that has been asked for and has not begun. */
export function initialRunState(plan: Plan): RunState {
  const phases = makePhases(plan, () => "idle");
  return { status: "pending", closing: null, phases, branches: {}, attempts: {}, failure: null, stops: {} };
}
