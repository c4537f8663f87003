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
  /** The model that this attempt asks, as `provider/model`; absent for nodes that ask none. */
  readonly model?: string | undefined;
  /** The attempt whose answer it is to put right; absent: it asks afresh. */
  readonly repairOf?: number | undefined;
}

interface NodeCompleted extends OfNode, WithTotals {
  /** Not stored in the log: joined from the node run when it is read. */
  readonly output?: Json | undefined;
  /** It has an output that is not joined here, because of its size. */
  readonly outputLeftOut?: true | undefined;
  readonly branch?: string | undefined;
  /**
   * Why the model stopped, where that is not the usual reason: `max_tokens`, or a vendor's own word. Of a loop why it
   * made no more passes: `until` or `max_passes`.
   */
  readonly stop?: string | undefined;
  /** Taken over from the run this one was forked from: nothing was called or paid. */
  readonly reused?: boolean | undefined;
}

interface NodeFailed extends OfNode, WithTotals {
  readonly error: ErrorInfo;
  /** The node's own `onError` caught it, the run goes on. */
  readonly handled: boolean;
  /** Why the model stopped, where its answer is what failed and that is not the usual reason: `refusal`, say. */
  readonly stop?: string | undefined;
  /** The way that a failure which was caught goes on: `error`, or the case that a condition falls back to. */
  readonly branch?: string | undefined;
}

/** `attempt` is the one that failed. */
interface NodeRetrying extends OfAttempt {
  readonly error: ErrorInfo;
  /** Milliseconds since the epoch of the next try. */
  readonly retryAtMs: number;
}

/** The nodes that are undone are told in the order in which that happens. */
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
  /** When it goes on by itself, milliseconds since the epoch; null: never. */
  readonly untilMs: number | null;
  /** What it waits for, and the question or the name of it; absent for a delay. */
  readonly kind?: WaitKind | undefined;
  readonly title?: string | undefined;
}

/** Of a node that runs in passes: which one the run is for, from 1. */
interface OfPass {
  readonly pass?: number | undefined;
}

/** If a tool of an agent started the run: the number of the step that is its call. */
interface OfCall {
  readonly step?: number | undefined;
}

/** A run that is this attempt of the node, or that a tool of its agent has started in it. */
interface ChildStarted extends OfAttempt, OfPass, OfCall {
  readonly childRunId: RunId;
  readonly pipeline: string;
  /** Null where a run's own version is not published, as in a rehearsal. */
  readonly version: number | null;
}

interface ChildEnded extends OfAttempt, OfPass, OfCall {
  readonly childRunId: RunId;
  readonly status: "completed" | "failed" | "cancelled" | "timeout";
}

/** How far a node is that works through a list. */
interface NodeItems extends OfAttempt {
  readonly total: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
}

/** Somebody has changed how a node works through its list. */
interface NodeAdjusted extends OfAttempt {
  /** How many items run at the same time at most, from now on. */
  readonly concurrency: number;
  /** How many may fail; null between two attempts, where its definition says it and the list is not known yet. */
  readonly tolerated: number | null;
}

/** A turn of an agent with tools, or a call that it makes, which has begun or ended. */
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
  /** The choice that was made, or taken because the time was over. */
  readonly choice?: string | undefined;
}

/** What each type of line says. The text of a later attempt replaces that of an earlier one. */
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

/** A line as it is read: numbered per run from 1 without knowing other runs, with the time it was committed under. */
export type RunEvent = NewRunEvent & { readonly seq: number; readonly atMs: number };

/** After one of these nothing follows in a run's log. */
export function isTerminalEvent(event: { readonly type: RunEventType }): boolean {
  return (
    event.type === "run.completed" ||
    event.type === "run.failed" ||
    event.type === "run.cancelled" ||
    event.type === "run.timeout"
  );
}
