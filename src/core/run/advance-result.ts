import type { ErrorInfo } from "#core/errors.ts";
import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";
import type { BudgetEntry, WaitEnding, WaitEntry } from "#core/waits/words.ts";
import type { RunState } from "./state.ts";
import type { NodeRunStatus, TerminalRunStatus } from "./status.ts";

/** A node run that changed, as it will be written. Absent fields stay as they were. */
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
  /** When a waiting or retrying node continues by itself. */
  readonly wakeAtMs?: number;
}

/** A wait that begins, continues or ends, as written among the workspace's waits. */
export type WaitChange =
  | {
      readonly kind: "open";
      readonly nodeId: string;
      /** When it ends by itself, in milliseconds since the epoch; null: never. */
      readonly deadlineAtMs: number | null;
      readonly entry: WaitEntry;
    }
  /** A call was released but the room for it was taken: it waits again, in the same place. */
  | {
      readonly kind: "renew";
      readonly nodeId: string;
      readonly entry: BudgetEntry;
    }
  | {
      readonly kind: "close";
      readonly nodeId: string;
      readonly ending: WaitEnding;
      /** The choice that was made, or that applies because time ran out. */
      readonly choice: string | null;
    };

/** What must be done outside the transaction, after it has committed. */
export type Effect =
  | {
      readonly kind: "node.ready";
      readonly nodeId: string;
      /** Not before this time (delay, retry); null: now. */
      readonly notBeforeMs: number | null;
    }
  /** The step was cut short: take another one, with `run.continue`. */
  | { readonly kind: "run.continue" }
  /** Attempts in flight must stop: close the provider's socket, keep the text so far. */
  | { readonly kind: "attempts.abort" }
  /** The next pass of a node begins with this input, in the same transaction as this step. */
  | { readonly kind: "pass.begins"; readonly nodeId: string; readonly input: Json }
  /** The child runs of these nodes must stop. */
  | { readonly kind: "children.stop"; readonly nodeIds: readonly string[] };

/** The run's end and its output. */
export interface RunEnd {
  readonly status: TerminalRunStatus;
  /** The output of the graph's last node, or an object by node id if it ends in several. */
  readonly output: Json;
  /** Nodes whose outputs do not fit and are left out. */
  readonly outputsLeftOut: readonly string[];
  readonly error: ErrorInfo | null;
}

export type AdvanceResult =
  /** `isEnd`: they are needed for the run's own output, as far as they fit. */
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
      /** What is left of `workUnits` for further happenings in the same step. */
      readonly workLeft: number;
    };
