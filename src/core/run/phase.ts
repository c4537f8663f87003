import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodePhase, RunState } from "./state.ts";

const open: ReadonlySet<NodePhase> = new Set(["idle", "ready", "running", "retrying", "waiting"]);

/** True while something may still happen to the node; the other phases are final. */
export function isOpenPhase(phase: NodePhase): boolean {
  return open.has(phase);
}

/** True if the node ended with an output, so that the run can continue from it. */
export function hasOutput(phase: NodePhase): boolean {
  return phase === "completed" || phase === "handled";
}

/** Phases by node id, while they are being written. */
export type PhaseMap = { [nodeId: string]: NodePhase };

/**
 * A phase for every node of the plan, and for every undo. Each step of a run makes such a map, so it is built in a fast
 * way: filling an object without a prototype takes a tenth of the time of spreading one with hundreds of keys.
 */
export function makePhases(plan: Plan, phaseOf: (node: PlanNode) => NodePhase): PhaseMap {
  const phases = Object.create(null) as PhaseMap;
  for (const node of plan.nodes) phases[node.id] = phaseOf(node);
  for (const undo of plan.undos) phases[undo.id] = phaseOf(undo);
  return phases;
}

/** A run that was requested and has not begun. */
export function initialRunState(plan: Plan): RunState {
  const phases = makePhases(plan, () => "idle");
  return {
    status: "pending",
    closing: null,
    phases,
    branches: {},
    attempts: {},
    failure: null,
    stops: {},
    items: {},
    acted: [],
  };
}
