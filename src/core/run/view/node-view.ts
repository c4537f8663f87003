import type { ErrorInfo } from "#core/errors.ts";
import type { RunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";
import type { Totals } from "#core/model/usage.ts";
import type { NodeRunStatus } from "../status.ts";
import type { UndoEvent } from "./undo-view.ts";

/** A line of the log about one node, and not about its undo. */
export type NodeEvent = Exclude<Extract<RunEvent, { readonly nodeId: string }>, UndoEvent>;

/** One node of a run as it is watched. */
export interface NodeView {
  readonly nodeId: string;
  readonly status: NodeRunStatus;
  /** The current attempt's text so far; the output once the node is completed. */
  readonly text: string;
  /** The current or latest attempt; 0 before the first. */
  readonly attempt: number;
  readonly retries: number;
  /** Null until it is known; a completed node's output is joined to its line when the log is read. */
  readonly output: Json;
  /** Its output is too large to be sent along with everything else. */
  readonly isOutputLeftOut: boolean;
  /** The branch that was taken: the case a condition chose, or where a caught failure continues. */
  readonly branch: string | null;
  /** Why a completed agent's model stopped, if for an unusual reason. */
  readonly stop: string | null;
  readonly error: ErrorInfo | null;
  /** The node failed and its `onError` let the run continue. */
  readonly isHandled: boolean;
  /** Taken over from the run this one was forked from. */
  readonly isReused: boolean;
  readonly totals: Totals | null;
  /** The number of the line with its latest turn or call; null: it has none, like an agent without tools. */
  readonly stepMark: number | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** When a retry or a wait ends by itself. */
  readonly wakeAtMs: number | null;
}

export function emptyNodeView(nodeId: string): NodeView {
  return {
    nodeId,
    status: "pending",
    text: "",
    attempt: 0,
    retries: 0,
    output: null,
    isOutputLeftOut: false,
    branch: null,
    stop: null,
    error: null,
    isHandled: false,
    isReused: false,
    totals: null,
    stepMark: null,
    startedAtMs: null,
    finishedAtMs: null,
    wakeAtMs: null,
  };
}

/**
 * A node after one more line. Text is concatenated and never copied: engines keep `a + b` as a rope until it is read.
 */
export function foldNode(node: NodeView, event: NodeEvent): NodeView {
  switch (event.type) {
    case "node.delta":
      return foldDelta(node, event);
    case "node.started": {
      const text = event.attempt === node.attempt ? node.text : "";
      return {
        ...node,
        ...begun(node, event),
        status: "running",
        attempt: event.attempt,
        text,
        error: null,
        wakeAtMs: null,
      };
    }
    // Each turn has its own text, which is part of its step once it has ended.
    case "node.step": {
      const isTurn = event.what === "model" && event.status === "running" && event.attempt >= node.attempt;
      return { ...node, stepMark: event.seq, text: isTurn ? "" : node.text };
    }
    // Its consequence has a line of its own.
    case "child.started":
    case "child.ended":
    case "node.items":
    case "node.adjusted":
      return node;
    case "node.retrying":
      return { ...node, retries: node.retries + 1, error: event.error, wakeAtMs: event.retryAtMs };
    case "node.waiting":
      return { ...node, ...begun(node, event), status: "waiting", wakeAtMs: event.untilMs };
    case "node.resumed":
      return { ...node, status: "running", wakeAtMs: null };
    case "node.completed":
      return foldCompleted(node, event);
    case "node.failed":
      return {
        ...finished(node, event),
        status: "failed",
        error: event.error,
        isHandled: event.handled,
        branch: event.branch ?? null,
        stop: event.stop ?? null,
        totals: event.totals ?? node.totals,
      };
    case "node.skipped":
      return { ...finished(node, event), status: "skipped" };
  }
}

function begun(node: NodeView, event: NodeEvent): Pick<NodeView, "startedAtMs"> {
  return { startedAtMs: node.startedAtMs ?? event.atMs };
}

function finished(node: NodeView, event: NodeEvent): NodeView {
  return { ...node, finishedAtMs: event.atMs, wakeAtMs: null };
}

function foldDelta(node: NodeView, event: Extract<NodeEvent, { type: "node.delta" }>): NodeView {
  if (event.attempt < node.attempt) return node;
  if (event.attempt > node.attempt) return { ...node, attempt: event.attempt, text: event.text };
  return { ...node, text: node.text + event.text };
}

function foldCompleted(node: NodeView, event: Extract<NodeEvent, { type: "node.completed" }>): NodeView {
  const { output } = event;
  return {
    ...finished(node, event),
    status: "completed",
    error: null,
    output: output ?? null,
    isOutputLeftOut: event.outputLeftOut ?? false,
    text: output === undefined ? node.text : outputText(output),
    branch: event.branch ?? null,
    stop: event.stop ?? null,
    isReused: event.reused ?? false,
    totals: event.totals ?? node.totals,
  };
}

/** An output as the text that a page shows of it. */
export function outputText(output: Json): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}
