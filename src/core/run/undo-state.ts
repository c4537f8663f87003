import type { RunId } from "#core/ids.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { initialRunState } from "./phase.ts";
import type { RunState } from "./state.ts";

/**
 * The nodes of an ended run that took effect and were not taken back, in the order in which they ended: those whose
 * undo failed, or all of them if nothing was undone.
 */
export function notUndone({ acted, phases }: RunState): readonly string[] {
  return acted.filter((nodeId) => phases[undoIdOf(nodeId)] !== "completed");
}

/**
 * The state of a new run that does nothing but take back what is left of another run of the same plan. All nodes are
 * taken over as they ended, so that an undo sees what it would have seen then.
 */
export function undoState(plan: Plan, source: RunState, sourceId: RunId): RunState {
  const initial = initialRunState(plan);
  const phases = { ...initial.phases };
  for (const { id } of plan.nodes) phases[id] = source.phases[id] ?? "idle";
  const { branches, stops } = source;
  const of = source.closing?.of ?? sourceId;
  const closing = { as: "undo", reason: `Undoes what run ${of} did.`, undo: "asked", of } as const;
  return { ...initial, phases, branches, stops, closing, acted: notUndone(source) };
}
