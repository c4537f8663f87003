import type { RunId } from "#core/ids.ts";
import { targetOf } from "#core/nodes/type-of.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "#core/run/state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { notUndone } from "#core/run/undo-state.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Builder, listBuilders } from "#server/db/run/reading/list-builders.ts";
import { findUndoRun, readRunState } from "#server/db/run/reading/read-run-state.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { actsOutside } from "../fork/acts-outside.ts";

/** One node that would be undone. */
export interface UndoPlanStep {
  readonly nodeId: string;
  readonly name: string;
  /** What its undo does: `POST https://example.org/refunds`. */
  readonly does: string;
  /** How far the node got. `in-flight`: it is running, and would be stopped. */
  readonly outcome: "completed" | "unknown" | "in-flight";
  readonly status: "pending" | "running" | "completed" | "failed";
}

/** What undoing a run does, or would do. */
export interface UndoPlan {
  /** In the order in which they are undone. */
  readonly steps: readonly UndoPlanStep[];
  /** Nodes with effects on the outside world that define no undo. */
  readonly kept: readonly { readonly nodeId: string; readonly name: string; readonly did: string }[];
  /** Whether its pipeline undoes a run that fails. */
  readonly onFailure: "keep" | "undo";
  /** Runs that took over what would be undone: nothing is undone while one of them has not ended. */
  readonly builtOn: readonly Builder[];
  /** The run in which the rest was undone later. Null: there is none. */
  readonly undoneByRunId: RunId | null;
}

/**
 * Says what undoing a run would do now: which nodes would be undone, in which order and how, and what would stay.
 * Changes nothing.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function planUndo(
  context: ServiceContext,
  { runId }: { readonly runId: RunId },
): Promise<UndoPlan> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const plan = await context.runs.plans.ofRun(tx, workspaceId, runId);
    const stored = plan === null ? null : await readRunState(tx, workspaceId, runId);
    if (plan === null || stored === null) {
      throw noSuchRun(runId);
    }
    const state = decodeRunState(plan, stored);
    return {
      steps: stepsOf(plan, state),
      builtOn: await listBuilders(tx, workspaceId, runId, notUndone(state)),
      kept: plan.nodes.filter((node) => isKept(plan, state, node)).map(toKept),
      onFailure: plan.definition.settings.onFailure,
      undoneByRunId: await findUndoRun(tx, workspaceId, runId),
    };
  });
}

function stepsOf(plan: Plan, state: RunState): readonly UndoPlanStep[] {
  const inFlight = plan.nodes.filter(({ id }) => isInFlight(state, id)).map(({ id }) => id);
  return [...inFlight.toReversed(), ...state.acted.toReversed()].flatMap((nodeId) => {
    const undo = plan.nodeById.get(undoIdOf(nodeId));
    const node = plan.nodeById.get(nodeId);
    if (undo === undefined || node === undefined) return [];
    return [
      {
        nodeId,
        name: node.name,
        does: targetOf(undo.definition) ?? "",
        outcome: outcomeOf(state, nodeId),
        status: statusOf(state, undo.id),
      },
    ];
  });
}

function isInFlight({ phases }: RunState, nodeId: string): boolean {
  return phases[nodeId] === "running" || phases[nodeId] === "retrying";
}

function outcomeOf(state: RunState, nodeId: string): UndoPlanStep["outcome"] {
  if (isInFlight(state, nodeId)) return "in-flight";
  return state.phases[nodeId] === "completed" ? "completed" : "unknown";
}

function statusOf({ phases }: RunState, undoId: string): UndoPlanStep["status"] {
  const phase = phases[undoId];
  if (phase === "completed" || phase === "failed") return phase;
  return phase === "running" || phase === "retrying" ? "running" : "pending";
}

function isKept(plan: Plan, { phases }: RunState, node: PlanNode): boolean {
  return actsOutside(node) && phases[node.id] === "completed" && !plan.nodeById.has(undoIdOf(node.id));
}

function toKept({ id, name, definition }: PlanNode): UndoPlan["kept"][number] {
  return { nodeId: id, name, did: targetOf(definition) ?? "" };
}
