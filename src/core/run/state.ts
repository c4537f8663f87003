import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { BudgetEntry, CallQuestion, WaitAnswer, WaitEnding, WaitEntry } from "#core/waits/words.ts";
import type { ItemHappening, ItemsState } from "./items.ts";
import type { AttemptCount } from "./passes/attempt-count.ts";
import type { NodeRunStatus, RunStatus, TerminalRunStatus } from "./status.ts";
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
 * Where a node stands, finer than its status: the reducer must tell "nobody may start it yet" from "handed out", and
 * "skipped by a branch" from "skipped because something before it failed".
 *
 * phase -> status: idle, ready = pending; running, retrying = running; waiting = waiting; the rest by name (doomed =
 * skipped; handled = failed, but the run goes on).
 */
export const nodePhases = [
  "idle",
  "ready",
  "running",
  "retrying",
  "waiting",
  "completed",
  "failed",
  "handled",
  "skipped",
  "doomed",
  "cancelled",
] as const;
export type NodePhase = (typeof nodePhases)[number];

/**
 * Everything the reducer must know about a run. Outputs are not in it: `advance` asks for those it needs. It is stored
 * on the run row in a compact form (`encodeRunState`), so a step costs the same in a graph of five and of five hundred
 * nodes.
 */
export interface RunState {
  readonly status: RunStatus;
  /** Set when the run is being ended; it ends when its last attempt in flight has settled, and all is undone. */
  readonly closing: Closing | null;
  readonly phases: { readonly [nodeId: string]: NodePhase };
  /**
   * The case that a completed condition chose: `true`, `false` or another label; `error` where a failure took the error
   * edges.
   */
  readonly branches: { readonly [nodeId: string]: string };
  /**
   * Only nodes that have been tried and have not ended. By these a late message about an earlier attempt is recognised.
   */
  readonly attempts: { readonly [nodeId: string]: AttemptCount };
  /**
   * Why a model stopped, of agents that completed with another reason than `usualStop` (cut at its maximum of tokens,
   * say), or whose failure for it was caught.
   */
  readonly stops: { readonly [nodeId: string]: string };
  /**
   * Nodes with an undo that did what they do, or may have done it, in the order in which they ended: what there is to
   * take back.
   */
  readonly acted: readonly string[];
  /** Nodes that work through a list, and how far they are. */
  readonly items: { readonly [nodeId: string]: ItemsState };
  /** Of the nodes that failed for good, the first in plan order: the run's error, whatever order they failed in. */
  readonly failure: ErrorInfo | null;
}

/** Why a run is being ended, and how. */
export interface Closing {
  /** `undo`: a run that only takes back what another one did. */
  readonly as: "cancelled" | "timeout" | "failed" | "undo";
  readonly reason: string;
  /** Absent: what was done is kept. Otherwise it is taken back first; `failed`: not all of it could be. */
  readonly undo?: UndoState;
  /** Of `undo`: the run that did what is taken back. */
  readonly of?: RunId;
}
export type UndoState = "asked" | "done" | "failed";

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
  /** A call that was let on found its room taken: it waits on, in its place. */
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

/** A node run that changed; written as it is. Absent fields stay as they were. */
export interface NodeChange {
  readonly nodeId: string;
  readonly status: NodeRunStatus;
  readonly input?: Json;
  readonly output?: Json;
  readonly branch?: string;
  readonly stop?: string;
  readonly error?: ErrorInfo;
  readonly attempt?: number;
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  /** When a waiting or retrying node goes on by itself. */
  readonly wakeAtMs?: number;
}

/** A wait that begins, goes on or ends; written among the waits of the workspace. */
export type WaitChange =
  | {
      readonly kind: "open";
      readonly nodeId: string;
      /** When it ends by itself, milliseconds since the epoch; null: never. */
      readonly deadlineAtMs: number | null;
      readonly entry: WaitEntry;
    }
  /** A call that was let on found its room taken: it waits again, in its place. */
  | {
      readonly kind: "renew";
      readonly nodeId: string;
      readonly entry: BudgetEntry;
    }
  | {
      readonly kind: "close";
      readonly nodeId: string;
      readonly ending: WaitEnding;
      /** The choice that was made, or taken because the time was over. */
      readonly choice: string | null;
    };

/** What must be done outside the transaction, after it has committed. */
export type Effect =
  | {
      readonly kind: "node.ready";
      readonly nodeId: string;
      /** Not before this time (delay, retry); null = now. */
      readonly notBeforeMs: number | null;
    }
  /** The step was cut short: take another, with `run.continue`. */
  | { readonly kind: "run.continue" }
  /** Attempts in flight must stop: close the provider's socket, keep what was said. */
  | { readonly kind: "attempts.abort" }
  /** The next pass of a node begins with this input: in the step that says so, or the step is not taken. */
  | { readonly kind: "pass.begins"; readonly nodeId: string; readonly input: Json }
  /** The runs that these nodes have started must stop. */
  | { readonly kind: "children.stop"; readonly nodeIds: readonly string[] };

/** The run's end, with what it leaves behind. */
export interface RunEnd {
  readonly status: TerminalRunStatus;
  /** The output of the node that the graph ends with, or an object by node id where it ends with several. */
  readonly output: Json;
  /** Nodes whose outputs would belong there and do not fit. */
  readonly outputsLeftOut: readonly string[];
  readonly error: ErrorInfo | null;
}

export type AdvanceResult =
  /** `isEnd`: they are wanted for the run's own output, as far as there is room for them. */
  | { readonly kind: "needs-outputs"; readonly nodeIds: readonly string[]; readonly isEnd: boolean }
  /** A repeated or late delivery: nothing changes. */
  | { readonly kind: "ignored"; readonly reason: string }
  | {
      readonly kind: "advanced";
      readonly state: RunState;
      readonly changes: readonly NodeChange[];
      readonly waits: readonly WaitChange[];
      readonly events: readonly NewRunEvent[];
      readonly effects: readonly Effect[];
      readonly end: RunEnd | null;
      /** What is left of `workUnits` for further happenings of the same step. */
      readonly workLeft: number;
    };
