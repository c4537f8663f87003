import type { ErrorInfo } from "#core/errors.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { BudgetEntry, CallQuestion, WaitAnswer } from "#core/waits/words.ts";
import type { ItemHappening } from "./items.ts";
import type { TerminalRunStatus } from "./status.ts";
import type { ToolRunHappening } from "./tools/happenings.ts";

/** How a child run has ended. */
export interface ChildEnd {
  readonly runId: RunId;
  readonly status: TerminalRunStatus;
  readonly output: Json;
  /** Its output is incomplete because it did not fit. */
  readonly isCut: boolean;
  readonly error: ErrorInfo | null;
}

/**
 * One thing that happened to a run. Times, jitter and outputs are passed in as arguments: the reducer has no clock and
 * no randomness.
 */
export type Happening =
  | { readonly kind: "run.start" }
  /** Also for a call that waited for its budgets and now has room. */
  | { readonly kind: "attempt.started"; readonly nodeId: string; readonly attempt: number }
  /** `output` is final: the node's output mapping (`applyOutputMapping`) has been applied. */
  | {
      readonly kind: "attempt.completed";
      readonly nodeId: string;
      readonly attempt: number;
      readonly output: Json;
      /** Why the model stopped; absent for nodes that call no model. */
      readonly stop?: string;
    }
  | {
      readonly kind: "attempt.failed";
      readonly nodeId: string;
      readonly attempt: number;
      readonly error: ErrorInfo;
      /** The delay that the vendor asked for, or null. */
      readonly retryAfterMs: number | null;
      /** The response of the other side, for the node's error branch only. */
      readonly answer?: JsonObject;
      /** Why the model stopped, if its answer is what failed. */
      readonly stop?: string;
      /** In [0, 1): spreads the retries of many runs. */
      readonly jitter: number;
      /** The node may have taken effect before it failed. */
      readonly mayHaveActed?: true;
    }
  | {
      readonly kind: "attempt.cancelled";
      readonly nodeId: string;
      readonly attempt: number;
      readonly mayHaveActed?: true;
    }
  /** The child run that is this attempt of the node has ended. */
  | {
      readonly kind: "child.ended";
      readonly nodeId: string;
      readonly attempt: number;
      /** For a node that runs in passes: which one it was. */
      readonly pass?: number;
      readonly end: ChildEnd;
      /** As for a failed attempt. */
      readonly jitter: number;
    }
  /** The earlier passes were made in the run that this one continues. */
  | {
      readonly kind: "passes.taken-over";
      readonly nodeId: string;
      readonly attempt: number;
      readonly pass: number;
    }
  /** The child run that is this attempt has begun to wait, or continues: so does the node. */
  | { readonly kind: "child.rests" | "child.moves"; readonly nodeId: string; readonly attempt: number }
  /** For a node that works through a list. */
  | ItemHappening
  /** A gate's wait is over: its deadline has passed, people have decided, or its event has arrived. */
  | { readonly kind: "wait.ended"; readonly nodeId: string; readonly answer: WaitAnswer }
  /**
   * The budgets have no room for the call that a node is about to make: it waits, without a worker, and begins when
   * there is room. `attempt` is the one that would begin. `untilMs`: when the budgets' next window begins; null: only
   * people can make room.
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
  /** A call was released but the room for it was taken: it keeps waiting, in the same place. */
  | { readonly kind: "call.kept"; readonly nodeId: string; readonly entry: BudgetEntry }
  /** An attempt ends here, between two steps of an agent with tools: people decide on a call first. */
  | ({ readonly kind: "call.asked"; readonly nodeId: string; readonly attempt: number } & CallQuestion)
  /**
   * The question about a call has been answered. `next`: the question about the next one; null: the agent continues,
   * or, with `isFatal`, fails because nobody decided in time.
   */
  | {
      readonly kind: "call.decided";
      readonly nodeId: string;
      readonly answer: WaitAnswer;
      readonly next: CallQuestion | null;
      readonly isFatal: boolean;
    }
  | ToolRunHappening
  /** An earlier step was cut short: what it left is now processed. Safe at any time. */
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
  /** When the run was started, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** When its time runs out, provided its clock is not stopped again; milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** For a child run: which of its node's items or passes it is. Null for a root. */
  readonly item?: Scope["item"] | null;
  /** The outputs loaded so far; `advance` answers `needs-outputs` if one is missing. */
  readonly outputs: ReadonlyMap<string, Json>;
  /** Nodes whose outputs were requested at the end of the run and are too large to be loaded with the others. */
  readonly outputsLeftOut?: ReadonlySet<string>;
  /** Only for a fork's `run.start`: errors of the taken-over nodes whose `onError` had caught a failure. */
  readonly reusedErrors?: ReadonlyMap<string, ErrorInfo>;
  /**
   * How much work this step may do, in the units of `Meter`; absent: unlimited. Remaining work is requested with
   * `run.continue`.
   */
  readonly workUnits?: number;
  /** Once this step has done something, nodes whose outputs are missing are left to another step. */
  readonly leavesMissing?: boolean;
}
