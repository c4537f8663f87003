import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AdvanceResult } from "../advance-result.ts";
import type { AdvanceContext, Happening } from "../happening.ts";
import type { RunState } from "../state.ts";
import { isTerminalRun } from "../status.ts";
import { callAsked, takeDecision } from "./ask-people.ts";
import { attemptCancelled, attemptCompleted, attemptFailed, attemptStarted } from "./attempt-happenings.ts";
import { childEnded, childMoves, childRests, passesTakenOver } from "./child-happenings.ts";
import { closeEarly, settleRun } from "./close-run.ts";
import { continueNodes } from "./continue-run.ts";
import { itemEnded, itemStarted, itemsAdjusted, itemsEnded, itemsOpened } from "./items-happenings.ts";
import { keepCall, parkCall } from "./park-call.ts";
import { propagate } from "./propagate.ts";
import { type Ignored, openScratch, type Scratch } from "./scratch.ts";
import { startNodes } from "./start-run.ts";
import { toolRunsBegun, toolRunsEnded } from "./tool-runs.ts";
import { asksUndo, undoesFailures } from "./undo.ts";
import { takeInUndo } from "./undo-happenings.ts";
import { endWait } from "./wait.ts";

/**
 * The whole of a run's progress: given its state and one thing that happened, it says what changes, what is reported
 * and what must be done next.
 *
 * Pure and restartable: it answers `needs-outputs` until the context holds everything it needs, and changes nothing
 * before. A happening that comes twice, late or out of order is `ignored`. In whatever order things happen to a run's
 * nodes, the run ends the same, in however many steps the budget of work (`workUnits`) divides it.
 */
export function advance(
  plan: Plan,
  state: RunState,
  happening: Happening,
  context: AdvanceContext,
): AdvanceResult {
  const refusal = refusalOf(state, happening);
  if (refusal !== null) return { kind: "ignored", reason: refusal };
  const scratch = openScratch(plan, state, context);
  const ignored = takeIn(scratch, happening);
  if (ignored !== null) return { kind: "ignored", reason: ignored };
  propagate(scratch);
  if (context.leavesMissing === true && scratch.changes.length > 0) leaveMissing(scratch);
  const isEnd = scratch.missing.size === 0;
  if (isEnd) settleRun(scratch);
  if (scratch.missing.size > 0) return { kind: "needs-outputs", nodeIds: [...scratch.missing], isEnd };
  return closeScratch(scratch);
}

/** What has been done is worth keeping before more is loaded. */
function leaveMissing(scratch: Scratch): void {
  if (scratch.missing.size === 0) return;
  scratch.missing.clear();
  scratch.isCutShort = true;
}

/** What the run's own status decides before any node is looked at. */
function refusalOf(state: RunState, { kind }: Happening): Ignored {
  if (isTerminalRun(state.status)) return `the run is ${state.status}`;
  if (kind === "cancel.requested" || kind === "timeout.reached") {
    return state.closing === null ? null : `the run is already being ended as ${state.closing.as}`;
  }
  if (kind === "run.start") return state.status === "pending" ? null : "the run has begun";
  return state.status === "pending" ? "the run has not begun" : null;
}

function takeIn(scratch: Scratch, happening: Happening): Ignored {
  switch (happening.kind) {
    case "run.start":
      startNodes(scratch);
      return null;
    case "run.continue":
      return continueNodes(scratch);
    case "cancel.requested":
      closeEarly(scratch, {
        as: "cancelled",
        reason: happening.reason,
        ...(happening.undo === true ? asksUndo : {}),
      });
      return null;
    case "timeout.reached":
      closeEarly(scratch, {
        as: "timeout",
        reason: timeoutReason(scratch),
        ...(undoesFailures(scratch.plan) ? asksUndo : {}),
      });
      return null;
    default: {
      const node = scratch.plan.nodeById.get(happening.nodeId);
      return node === undefined
        ? `there is no node "${happening.nodeId}"`
        : takeInNode(scratch, node, happening);
    }
  }
}

type NodeHappening = Extract<Happening, { readonly nodeId: string }>;

function takeInNode(scratch: Scratch, node: PlanNode, happening: NodeHappening): Ignored {
  if (node.undoes !== null) return takeInUndo(scratch, { ...node, undoes: node.undoes }, happening);
  switch (happening.kind) {
    case "attempt.started":
      return attemptStarted(scratch, node, happening);
    case "attempt.completed":
      return attemptCompleted(scratch, node, happening);
    case "attempt.failed":
      return attemptFailed(scratch, node, happening);
    case "attempt.cancelled":
      return attemptCancelled(scratch, node, happening);
    case "call.parked":
    case "call.kept":
    case "call.asked":
    case "call.decided":
    case "tool-runs.begun":
    case "tool-runs.ended":
      return callWaits(scratch, node, happening);
    case "child.ended":
      return childEnded(scratch, node, happening);
    case "items.opened":
      return itemsOpened(scratch, node, happening);
    case "item.started":
      return itemStarted(scratch, node, happening);
    case "item.ended":
      return itemEnded(scratch, node, happening);
    case "items.adjusted":
      return itemsAdjusted(scratch, node, happening);
    case "items.ended":
      return itemsEnded(scratch, node, happening);
    case "passes.taken-over":
      return passesTakenOver(scratch, node, happening);
    case "child.rests":
      return childRests(scratch, node, happening.attempt);
    case "child.moves":
      return childMoves(scratch, node, happening.attempt);
    case "wait.ended": {
      const phase = scratch.phases[node.id];
      if (phase !== "waiting" || node.kind !== "gate") return `the node is ${phase}`;
      endWait(scratch, node, happening.answer);
      return null;
    }
  }
}

type WaitOfCall = Extract<
  Happening,
  {
    kind: "call.parked" | "call.kept" | "call.asked" | "call.decided" | "tool-runs.begun" | "tool-runs.ended";
  }
>;

/** An agent's next call waits for money or for people, or its tools have started runs. */
function callWaits(scratch: Scratch, node: PlanNode, happening: WaitOfCall): Ignored {
  switch (happening.kind) {
    case "call.parked":
      return parkCall(scratch, node, happening);
    case "call.kept":
      return keepCall(scratch, node, happening);
    case "call.asked":
      return callAsked(scratch, node, happening);
    case "call.decided":
      return takeDecision(scratch, node, happening);
    case "tool-runs.begun":
      return toolRunsBegun(scratch, node, happening);
    case "tool-runs.ended":
      return toolRunsEnded(scratch, node, happening);
  }
}

function timeoutReason({ plan, context: { startedAtMs, deadlineMs } }: Scratch): string {
  if (deadlineMs - startedAtMs < plan.timeoutMs) {
    return "The run took longer than the run that called it had left, or than its node allows (timeoutMs). Allow the node, or the run that called it, more time.";
  }
  return `The run took longer than its ${plan.timeoutMs / 1_000} seconds, not counting the time in which it only waited. Raise settings.timeoutSeconds, or split the pipeline.`;
}

function closeScratch(scratch: Scratch): AdvanceResult {
  const { status, closing, phases, branches, attempts, failure, stops, items, acted } = scratch;
  if (scratch.isCutShort) scratch.effects.push({ kind: "run.continue" });
  return {
    kind: "advanced",
    state: { status, closing, phases, branches, attempts, failure, stops, items, acted },
    changes: scratch.changes,
    waits: scratch.waits,
    events: scratch.events,
    effects: scratch.effects,
    end: scratch.end,
    workLeft: scratch.work.left,
  };
}
