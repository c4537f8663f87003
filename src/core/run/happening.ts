import type { ErrorInfo } from "#core/errors.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { BudgetEntry, CallQuestion, WaitAnswer } from "#core/waits/words.ts";
import type { ItemHappening } from "./items.ts";
import type { TerminalRunStatus } from "./status.ts";
import type { ToolRunHappening } from "./tools/happenings.ts";

/** How a run that a node had started has ended. */
export interface ChildEnd {
  readonly runId: RunId;
  readonly status: TerminalRunStatus;
  readonly output: Json;
  /** Its output is not whole: it did not fit. */
  readonly isCut: boolean;
  readonly error: ErrorInfo | null;
}

/**
 * One thing that happened to a run. Times, jitter and outputs come in as arguments: the reducer has no clock and no
 * dice.
 */
export type Happening =
  | { readonly kind: "run.start" }
  /** Also of a call that waited for its budgets: they have room for it now. */
  | { readonly kind: "attempt.started"; readonly nodeId: string; readonly attempt: number }
  /** `output` is final: the node's output mapping (`applyOutputMapping`) has been applied. */
  | {
      readonly kind: "attempt.completed";
      readonly nodeId: string;
      readonly attempt: number;
      readonly output: Json;
      /** Why the model stopped; absent for nodes that ask none. */
      readonly stop?: string;
    }
  | {
      readonly kind: "attempt.failed";
      readonly nodeId: string;
      readonly attempt: number;
      readonly error: ErrorInfo;
      /** The vendor's wish, or null. */
      readonly retryAfterMs: number | null;
      /** What the other side answered, for the node's error branch alone. */
      readonly answer?: JsonObject;
      /** Why the model stopped, where its answer is what failed. */
      readonly stop?: string;
      /** In [0, 1): spreads retries of many runs. */
      readonly jitter: number;
      /** It may have done what the node does before it failed. */
      readonly mayHaveActed?: true;
    }
  | {
      readonly kind: "attempt.cancelled";
      readonly nodeId: string;
      readonly attempt: number;
      readonly mayHaveActed?: true;
    }
  /** The run that is this attempt of the node has ended. */
  | {
      readonly kind: "child.ended";
      readonly nodeId: string;
      readonly attempt: number;
      /** Of a node that runs in passes: which one it was. */
      readonly pass?: number;
      readonly end: ChildEnd;
      /** As that of a failed attempt. */
      readonly jitter: number;
    }
  /** The passes before this one were made in a run that this one goes on with. */
  | {
      readonly kind: "passes.taken-over";
      readonly nodeId: string;
      readonly attempt: number;
      readonly pass: number;
    }
  /** The run that is this attempt only waits, or goes on again: so does the node. */
  | { readonly kind: "child.rests" | "child.moves"; readonly nodeId: string; readonly attempt: number }
  /** Of a node that works through a list. */
  | ItemHappening
  /** The wait of a gate is over: its time is, people have decided, or its event has come. */
  | { readonly kind: "wait.ended"; readonly nodeId: string; readonly answer: WaitAnswer }
  /**
   * The budgets have no room for the call that a node is about to make: it waits, without a worker, and begins when
   * there is room. `attempt` is the one that would begin. `untilMs`: when its budgets begin again; null: only people
   * can make room.
   */
  | {
      readonly kind: "call.parked";
      readonly nodeId: string;
      readonly attempt: number;
      readonly entry: BudgetEntry;
      readonly untilMs: number | null;
      /** The attempt is under way, and ends here between two turns of an agent with tools; absent: it has not begun. */
      readonly isBetweenTurns?: true;
    }
  /** A call that was released found its room taken: it waits on, in its place. */
  | { readonly kind: "call.kept"; readonly nodeId: string; readonly entry: BudgetEntry }
  /** An attempt ends here, between two steps of an agent with tools: people decide on a call first. */
  | ({ readonly kind: "call.asked"; readonly nodeId: string; readonly attempt: number } & CallQuestion)
  /**
   * What was asked about a call has an answer. `next`: what is asked about the next one; null: the agent continues, or,
   * with `isFatal`, fails because nobody decided in time.
   */
  | {
      readonly kind: "call.decided";
      readonly nodeId: string;
      readonly answer: WaitAnswer;
      readonly next: CallQuestion | null;
      readonly isFatal: boolean;
    }
  | ToolRunHappening
  /** An earlier step was cut short: what it left is looked at again. Safe at any time. */
  | { readonly kind: "run.continue" }
  /** `undo`: what was done is to be taken back. */
  | { readonly kind: "cancel.requested"; readonly reason: string; readonly undo?: boolean }
  | { readonly kind: "timeout.reached" };

/** What the reducer may look at besides the state. */
export interface AdvanceContext {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly trigger: Json;
  readonly variables: JsonObject;
  /** `run.id` of expressions. */
  readonly runId: string;
  /** When the run was started, milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** When its time is over if it no longer stands still, milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** Of a run that a node has started: which of the node's items or passes it is for. Null for a root. */
  readonly item?: Scope["item"] | null;
  /** Outputs loaded so far; `advance` answers `needs-outputs` when one is missing. */
  readonly outputs: ReadonlyMap<string, Json>;
  /** Nodes whose outputs were asked for at the end of the run and are too large to be loaded with the others. */
  readonly outputsLeftOut?: ReadonlySet<string>;
  /** `run.start` of a fork only: errors of the taken-over nodes whose `onError` had caught a failure. */
  readonly reusedErrors?: ReadonlyMap<string, ErrorInfo>;
  /**
   * What this step may do, in the units of `Meter`; no bound where absent. What it leaves is asked for with
   * `run.continue`.
   */
  readonly workUnits?: number;
  /** Nodes whose outputs are not given are left to another step, once this one has done something. */
  readonly leavesMissing?: boolean;
}
