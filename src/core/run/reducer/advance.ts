import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AdvanceContext, AdvanceResult, Happening, RunState } from "../state.ts";
import { isTerminalRun } from "../status.ts";
import {
  attemptCancelled,
  attemptCompleted,
  attemptFailed,
  attemptStarted,
  type Ignored,
} from "./attempt-happenings.ts";
import { closeEarly, settleRun } from "./close-run.ts";
import { continueRun } from "./continue-run.ts";
import { type Draft, openDraft } from "./draft.ts";
import { propagate } from "./propagate.ts";
import { startRun } from "./start-run.ts";
import { endWait } from "./wait.ts";

/**
 * The whole of a run's progress: given where it stands and one thing that happened, what changes, what is told and what must be done next.
 *
 * Pure and restartable: it answers `needs-outputs` until the context holds all it wants, and changes nothing before. A happening that comes
 * twice, late or out of order is `ignored`. Whatever the order of what happens to a run's nodes, the run ends the same, in however many
 * steps the budget of work (`workUnits`) divides it.
 */
export function advance(
  plan: Plan,
  state: RunState,
  happening: Happening,
  context: AdvanceContext,
): AdvanceResult {
  const refusal = refusalOf(state, happening);
  if (refusal !== null) return { kind: "ignored", reason: refusal };
  const draft = openDraft(plan, state, context);
  const ignored = takeIn(draft, happening);
  if (ignored !== null) return { kind: "ignored", reason: ignored };
  propagate(draft);
  if (context.leavesMissing === true && draft.changes.length > 0) leaveMissing(draft);
  const isEnd = draft.missing.size === 0;
  if (isEnd) settleRun(draft);
  if (draft.missing.size > 0) return { kind: "needs-outputs", nodeIds: [...draft.missing], isEnd };
  return closeDraft(draft);
}

/** What has been done is worth keeping before more is read. */
function leaveMissing(draft: Draft): void {
  if (draft.missing.size === 0) return;
  draft.missing.clear();
  draft.isCutShort = true;
}

/** What the run's own status says before any node is looked at. */
function refusalOf(state: RunState, { kind }: Happening): Ignored {
  if (isTerminalRun(state.status)) return `the run is ${state.status}`;
  if (kind === "cancel.requested" || kind === "timeout.reached") {
    return state.closing === null ? null : `the run is already being ended as ${state.closing.as}`;
  }
  if (kind === "run.start") return state.status === "pending" ? null : "the run has begun";
  return state.status === "pending" ? "the run has not begun" : null;
}

function takeIn(draft: Draft, happening: Happening): Ignored {
  switch (happening.kind) {
    case "run.start":
      startRun(draft);
      return null;
    case "run.continue":
      return continueRun(draft);
    case "cancel.requested":
      closeEarly(draft, { as: "cancelled", reason: happening.reason });
      return null;
    case "timeout.reached":
      closeEarly(draft, { as: "timeout", reason: timeoutReason(draft.plan) });
      return null;
    default: {
      const node = draft.plan.nodeById.get(happening.nodeId);
      return node === undefined
        ? `there is no node "${happening.nodeId}"`
        : takeInNode(draft, node, happening);
    }
  }
}

type NodeHappening = Extract<Happening, { readonly nodeId: string }>;

function takeInNode(draft: Draft, node: PlanNode, happening: NodeHappening): Ignored {
  switch (happening.kind) {
    case "attempt.started":
      return attemptStarted(draft, node, happening);
    case "attempt.completed":
      return attemptCompleted(draft, node, happening);
    case "attempt.failed":
      return attemptFailed(draft, node, happening);
    case "attempt.cancelled":
      return attemptCancelled(draft, node, happening);
    case "wait.elapsed": {
      const phase = draft.phases[node.id];
      if (phase !== "waiting") return `the node is ${phase}`;
      endWait(draft, node);
      return null;
    }
  }
}

function timeoutReason(plan: Plan): string {
  return `The run took longer than its ${plan.timeoutMs / 1_000} seconds. Raise settings.timeoutSeconds, or split the pipeline.`;
}

function closeDraft(draft: Draft): AdvanceResult {
  const { status, closing, phases, branches, attempts, failure, stops } = draft;
  if (draft.isCutShort) draft.effects.push({ kind: "run.continue" });
  return {
    kind: "advanced",
    state: { status, closing, phases, branches, attempts, failure, stops },
    changes: draft.changes,
    events: draft.events,
    effects: draft.effects,
    end: draft.end,
    workLeft: draft.work.left,
  };
}
