import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { isOpenPhase } from "../phase.ts";
import type { Closing, RunState } from "../state.ts";
import type { Scratch } from "./scratch.ts";

/** Part of closing a run: what its nodes did is to be taken back. */
export const asksUndo: Pick<Closing, "undo"> = { undo: "asked" };

/** Whether a run of this plan takes back what it did when it fails or times out. */
export function undoesFailures(plan: Plan): boolean {
  return plan.definition.settings.onFailure === "undo" && plan.undos.length > 0;
}

/** Ids of the nodes that were ended with the run, in plan order. */
export function cancelledIn({ plan, phases }: Pick<Scratch, "plan" | "phases">): readonly string[] {
  return plan.nodes.filter((node) => phases[node.id] === "cancelled").map((node) => node.id);
}

/**
 * Takes back what a run did once nothing of it is in flight: one undo at a time, in the reverse order in which the
 * nodes ended. A node ends after all its predecessors, so this undoes later nodes first, and among independent nodes
 * the one that ended last. A failed undo does not hold up the rest. False if nothing is to be undone, or all of it is
 * done.
 */
export function goOnUndoing(scratch: Scratch): boolean {
  if (!wantsUndo(scratch)) return false;
  const undos = scratch.acted.toReversed().flatMap((id) => scratch.plan.nodeById.get(undoIdOf(id)) ?? []);
  if (undos.some((undo) => isMoving(scratch, undo))) return true;
  const next = undos.find((undo) => scratch.phases[undo.id] === "idle");
  if (next === undefined) {
    finishUndoing(scratch, undos);
    return false;
  }
  if (undos[0] === next) beginUndoing(scratch);
  scratch.phases[next.id] = "ready";
  scratch.effects.push({ kind: "node.ready", nodeId: next.id, notBeforeMs: null });
  return true;
}

function wantsUndo({ closing, failure, plan }: Pick<Scratch, "closing" | "failure" | "plan">): boolean {
  if (closing !== null) return closing.undo === "asked";
  return failure !== null && undoesFailures(plan);
}

/** The nodes of a run that were taken back, whose undo failed, or that are still to be taken back. */
export function undoneNodes(plan: Plan, state: RunState): readonly string[] {
  const { closing, failure, acted } = state;
  return closing?.undo !== undefined || wantsUndo({ plan, closing, failure }) ? acted : [];
}

function isMoving({ phases }: Scratch, undo: PlanNode): boolean {
  const phase = phases[undo.id] ?? "idle";
  return phase !== "idle" && isOpenPhase(phase);
}

/** From now on a failing run is being ended: it cannot be stopped or time out while it is undone. */
function beginUndoing(scratch: Scratch): void {
  const { closing, failure, acted } = scratch;
  scratch.closing = closing ?? { as: "failed", reason: failure?.message ?? "", undo: "asked" };
  scratch.events.push({
    type: "compensation.planned",
    because: scratch.closing.as,
    reason: scratch.closing.reason,
    nodes: acted.toReversed(),
    cancelledNodes: cancelledIn(scratch),
  });
}

function finishUndoing(scratch: Scratch, undos: readonly PlanNode[]): void {
  if (scratch.closing === null) return;
  if (undos.length === 0) {
    const { as, reason } = scratch.closing;
    scratch.closing = { as, reason };
    return;
  }
  const isDone = undos.every((undo) => scratch.phases[undo.id] === "completed");
  scratch.closing = { ...scratch.closing, undo: isDone ? "done" : "failed" };
}
