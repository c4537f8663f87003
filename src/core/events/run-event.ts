import type { ErrorInfo } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { Totals } from "#core/model/usage.ts";
import type { WaitEnding, WaitKind } from "#core/waits/words.ts";

interface OfNode {
  readonly nodeId: string;
}

interface OfAttempt extends OfNode {
  /** Counts from 1. */
  readonly attempt: number;
}

interface WithTotals {
  readonly totals?: Totals | undefined;
}

interface RunStopped extends WithTotals {
  /** A cancelled node run has no line of its own: the line that ends the run names all that were cancelled with it. */
  readonly cancelledNodes: readonly string[];
}

interface NodeStarted extends OfAttempt {
  /** The model that this attempt asks, as `provider/model`; absent for nodes that call none. */
  readonly model?: string | undefined;
  /** The attempt whose answer it is to correct; absent: it asks afresh. */
  readonly repairOf?: number | undefined;
}

interface NodeCompleted extends OfNode, WithTotals {
  /** Not stored in the log: joined from the node run when it is read. */
  readonly output?: Json | undefined;
  /** It has an output that is not joined here, because of its size. */
  readonly outputLeftOut?: true | undefined;
  readonly branch?: string | undefined;
  /**
   * Why the model stopped, if for an unusual reason: `max_tokens`, or a vendor's own word. For a loop, why it made no
   * more passes: `until` or `max_passes`.
   */
  readonly stop?: string | undefined;
  /** Taken over from the run this one was forked from: nothing was called or paid for. */
  readonly reused?: boolean | undefined;
}

interface NodeFailed extends OfNode, WithTotals {
  readonly error: ErrorInfo;
  /** The node's own `onError` caught it, and the run continues. */
  readonly handled: boolean;
  /** Why the model stopped, if its answer is what failed and the reason is unusual: `refusal`, say. */
  readonly stop?: string | undefined;
  /** The branch that follows a caught failure: `error`, or the case that a condition falls back to. */
  readonly branch?: string | undefined;
}

/** `attempt` is the one that failed. */
interface NodeRetrying extends OfAttempt {
  readonly error: ErrorInfo;
  /** Milliseconds since the epoch of the next try. */
  readonly retryAtMs: number;
}

/** The nodes to be undone, in order. */
interface UndoPlanned {
  /** How the run ends when it has been undone; `undo`: it does nothing else. */
  readonly because: "failed" | "timeout" | "cancelled" | "undo";
  readonly reason: string;
  readonly nodes: readonly string[];
  /** They have ended, and have no line of their own. */
  readonly cancelledNodes: readonly string[];
}

interface UndoFailed extends OfAttempt {
  readonly error: ErrorInfo;
  /** Milliseconds since the epoch of the next try; null: it is not tried again. */
  readonly retryAtMs: number | null;
}

interface NodeWaiting extends OfNode {
  /** When it ends by itself, in milliseconds since the epoch; null: never. */
  readonly untilMs: number | null;
  /** What it waits for, with its question or name; absent for a delay. */
  readonly kind?: WaitKind | undefined;
  readonly title?: string | undefined;
}

/** For a node that runs in passes: which one the run is, from 1. */
interface OfPass {
  readonly pass?: number | undefined;
}

/** If an agent's tool started the run: the number of the step that is its call. */
interface OfCall {
  readonly step?: number | undefined;
}

/** A child run that is this attempt of the node, or that a tool of its agent has started in it. */
interface ChildStarted extends OfAttempt, OfPass, OfCall {
  readonly childRunId: RunId;
  readonly pipeline: string;
  /** Null if a child's version is not published, as in a rehearsal. */
  readonly version: number | null;
}

interface ChildEnded extends OfAttempt, OfPass, OfCall {
  readonly childRunId: RunId;
  readonly status: "completed" | "failed" | "cancelled" | "timeout";
}

/** The progress of a node that works through a list. */
interface NodeItems extends OfAttempt {
  readonly total: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
}

/** Somebody has adjusted how a node works through its list. */
interface NodeAdjusted extends OfAttempt {
  /** The most items that run at the same time, from now on. */
  readonly concurrency: number;
  /** How many may fail; null between two attempts, if its definition says it and the list is not known yet. */
  readonly tolerated: number | null;
}

/** A turn of an agent with tools, or one of its calls, that has begun or ended. */
interface NodeStepped extends OfAttempt {
  /** Counts the steps of the node run from 1. */
  readonly step: number;
  readonly what: "model" | "tool";
  readonly status: "planned" | "running" | "completed" | "failed" | "lost" | "unknown";
  /** The tool. */
  readonly name?: string | undefined;
}

interface NodeResumed extends OfNode {
  /** What ended the wait. */
  readonly ending?: WaitEnding | undefined;
  /** The choice that was made, or that applies because time ran out. */
  readonly choice?: string | undefined;
}

/** The content of each type of line. The text of a later attempt replaces that of an earlier one. */
interface Lines {
  readonly "run.started": object;
  readonly "run.completed": WithTotals;
  readonly "run.failed": WithTotals & { readonly error: ErrorInfo };
  readonly "run.cancelled": RunStopped & { readonly reason: string };
  readonly "run.timeout": RunStopped & { readonly error: ErrorInfo };
  readonly "node.started": NodeStarted;
  readonly "node.delta": OfAttempt & { readonly text: string };
  readonly "node.completed": NodeCompleted;
  readonly "node.failed": NodeFailed;
  readonly "node.skipped": OfNode;
  readonly "node.retrying": NodeRetrying;
  readonly "node.waiting": NodeWaiting;
  readonly "node.resumed": NodeResumed;
  readonly "node.step": NodeStepped;
  readonly "child.started": ChildStarted;
  readonly "child.ended": ChildEnded;
  readonly "node.items": NodeItems;
  readonly "node.adjusted": NodeAdjusted;
  readonly "compensation.planned": UndoPlanned;
  /** `nodeId` of these is the node that is undone. */
  readonly "compensation.started": OfAttempt;
  readonly "compensation.completed": OfAttempt;
  readonly "compensation.failed": UndoFailed;
}

/** The lines of a run's log. Every live view is a fold over them. */
export type NewRunEvent = { [Type in keyof Lines]: { readonly type: Type } & Lines[Type] }[keyof Lines];
export type RunEventType = NewRunEvent["type"];

/** A line as it is read: numbered from 1 within its run, with the time it was committed under. */
export type RunEvent = NewRunEvent & { readonly seq: number; readonly atMs: number };

/** The last line of a run's log is one of these. */
export function isTerminalEvent(event: { readonly type: RunEventType }): boolean {
  return (
    event.type === "run.completed" ||
    event.type === "run.failed" ||
    event.type === "run.cancelled" ||
    event.type === "run.timeout"
  );
}
