import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";
import type { BudgetEntry, WaitEnding, WaitEntry } from "#core/waits/words.ts";
import type { RunState } from "./state.ts";
import type { NodeRunStatus, TerminalRunStatus } from "./status.ts";

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
  /** A call that was released found its room taken: it waits again, in its place. */
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
