import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";
import type { WeighedValues } from "#core/json/json-weight.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import type { Effect, NodeChange, RunEnd, WaitChange } from "../advance-result.ts";
import type { AdvanceContext } from "../happening.ts";
import type { ItemsState } from "../items.ts";
import type { AttemptCount } from "../passes/attempt-count.ts";
import { makePhases, type PhaseMap } from "../phase.ts";
import type { RunState } from "../state.ts";
import type { RunStatus } from "../status.ts";
import type { StepWork } from "./step-work.ts";

/**
 * The only place where a step of `advance` writes before it answers. It is a copy: the state that was passed in is
 * never touched, and a copy that lacks outputs is thrown away.
 */
export interface Scratch {
  readonly plan: Plan;
  readonly context: AdvanceContext;
  status: RunStatus;
  closing: RunState["closing"];
  failure: ErrorInfo | null;
  readonly phases: PhaseMap;
  readonly branches: { [nodeId: string]: string };
  readonly attempts: { [nodeId: string]: AttemptCount };
  readonly stops: { [nodeId: string]: string };
  readonly items: { [nodeId: string]: ItemsState };
  readonly acted: string[];
  /** Outputs that this very step produced. */
  readonly newOutputs: Map<string, Json>;
  /** Outputs of earlier steps that are needed and were not passed in. */
  readonly missing: Set<string>;
  /** Nodes to look at again, because something before them ended. */
  readonly queue: PlanNode[];
  readonly weighed: WeighedValues;
  readonly work: StepWork;
  /** Something that could be decided now is left to another step. */
  isCutShort: boolean;
  readonly changes: NodeChange[];
  readonly waits: WaitChange[];
  readonly events: NewRunEvent[];
  readonly effects: Effect[];
  end: RunEnd | null;
}

/** Why a happening changes nothing, or null if it was accepted. */
export type Ignored = string | null;

/** The one copy of the state that a step makes. */
export function openScratch(plan: Plan, state: RunState, context: AdvanceContext): Scratch {
  return {
    plan,
    context,
    status: state.status,
    closing: state.closing,
    failure: state.failure,
    phases: makePhases(plan, (node) => state.phases[node.id] ?? "idle"),
    branches: { ...state.branches },
    attempts: { ...state.attempts },
    stops: { ...state.stops },
    items: { ...state.items },
    acted: [...state.acted],
    newOutputs: new Map(),
    missing: new Set(),
    queue: [],
    weighed: new Map(),
    work: { left: context.workUnits ?? Number.POSITIVE_INFINITY, isSure: false },
    isCutShort: false,
    changes: [],
    waits: [],
    events: [],
    effects: [],
    end: null,
  };
}

/** Queues the successors of this node: they may now begin, be skipped or be doomed. */
export function enqueueSuccessors(scratch: Scratch, node: PlanNode): void {
  for (const edge of node.outgoing) {
    const target = scratch.plan.nodeById.get(edge.to);
    if (target !== undefined) scratch.queue.push(target);
  }
}
