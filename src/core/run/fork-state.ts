import type { Plan } from "#core/pipeline/plan/plan.ts";
import { hasOutput, initialRunState, makePhases } from "./phase.ts";
import { undoneNodes } from "./reducer/undo.ts";
import type { RunState } from "./state.ts";

export interface Fork {
  /** Pending; `run.start` begins what can begin. */
  readonly state: RunState;
  /** Nodes taken over as they ended, in plan order: their node runs are copied, nothing is called for them. */
  readonly reused: readonly string[];
}

/**
 * The state of a new run that takes over what an earlier one of the same plan had done, except at and below
 * `fromNodeIds`. What had failed or was never reached there runs again, so an empty list resumes a failed run. So does
 * what was taken back, or is to be: its output no longer tells how things are.
 */
export function forkState(plan: Plan, source: RunState, fromNodeIds: readonly string[]): Fork {
  const { phases: sourcePhases, branches: sourceBranches, stops: sourceStops } = source;
  const from = new Set([...fromNodeIds, ...undoneNodes(plan, source)]);
  const reused = new Set<string>();
  const phases = makePhases(plan, () => "idle");
  const branches: { [nodeId: string]: string } = {};
  const stops: { [nodeId: string]: string } = {};
  for (const node of plan.nodes) {
    const phase = sourcePhases[node.id] ?? "idle";
    const isKept = hasOutput(phase) || phase === "skipped";
    if (!isKept || from.has(node.id) || node.incoming.some((edge) => !reused.has(edge.from))) continue;
    reused.add(node.id);
    phases[node.id] = phase;
    const branch = sourceBranches[node.id];
    if (branch !== undefined) branches[node.id] = branch;
    const stop = sourceStops[node.id];
    if (stop !== undefined) stops[node.id] = stop;
  }
  return { state: { ...initialRunState(plan), phases, branches, stops }, reused: [...reused] };
}
