import type { ErrorInfo } from "#core/errors.ts";
import type { RunEvent } from "#core/events/run-event.ts";
import { addTotals, noTotals, type Totals } from "#core/model/usage.ts";
import { isTerminalRun, type RunStatus } from "../status.ts";
import { emptyNodeView, foldNode, type NodeEvent, type NodeView } from "./node-view.ts";
import { foldUndo, plannedUndo, type UndoView } from "./undo-view.ts";

export type { NodeView } from "./node-view.ts";

/** A run as it is watched: everything a live page shows, and nothing that is not in the log. */
export interface RunView {
  readonly status: RunStatus;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly error: ErrorInfo | null;
  /** Why the run was cancelled. */
  readonly reason: string | null;
  /** Null: nothing of it is being taken back, so far. */
  readonly undo: UndoView | null;
  /** The run's own sum once it has ended; until then that of the nodes that have ended. */
  readonly totals: Totals;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** The number of the last processed line; lines up to it change nothing when they come again. */
  readonly cursor: number;
}

/** A run before its first line. `nodeIds` gives the order in which nodes are listed. */
export function emptyRunView(nodeIds: readonly string[]): RunView {
  return {
    status: "pending",
    nodes: new Map(nodeIds.map((nodeId) => [nodeId, emptyNodeView(nodeId)])),
    error: null,
    reason: null,
    undo: null,
    totals: noTotals,
    startedAtMs: null,
    finishedAtMs: null,
    cursor: 0,
  };
}

/**
 * The view after one or more lines. The given view stays as it is, and views of unchanged nodes keep their identity.
 * Pass lines that arrive together in one call: the list of nodes is copied once for all of them.
 */
export function foldRunEvents(view: RunView, events: RunEvent | readonly RunEvent[]): RunView {
  const fresh = (Array.isArray(events) ? (events as readonly RunEvent[]) : [events as RunEvent]).filter(
    (event) => event.seq > view.cursor,
  );
  if (fresh.length === 0) return view;
  const nodes = new Map(view.nodes);
  let next: RunView = { ...view, nodes };
  for (const event of fresh) {
    if (event.seq > next.cursor) next = { ...foldEvent(next, nodes, event), cursor: event.seq };
  }
  return isTerminalRun(next.status) ? next : { ...next, status: statusOf(next) };
}

function foldEvent(view: RunView, nodes: Map<string, NodeView>, event: RunEvent): RunView {
  switch (event.type) {
    case "run.started":
      return { ...view, status: "running", startedAtMs: event.atMs };
    case "compensation.planned":
      cancelNodes(nodes, event.cancelledNodes, event.atMs);
      return { ...view, undo: plannedUndo(event) };
    case "compensation.started":
    case "compensation.completed":
    case "compensation.failed":
      return { ...view, undo: foldUndo(view.undo, event) };
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
    case "run.timeout":
      return foldEnd(view, nodes, event);
    default:
      return foldNodeEvent(view, nodes, event);
  }
}

function foldNodeEvent(view: RunView, nodes: Map<string, NodeView>, event: NodeEvent): RunView {
  const before = nodes.get(event.nodeId) ?? emptyNodeView(event.nodeId);
  const after = foldNode(before, event);
  nodes.set(event.nodeId, after);
  return after.totals === before.totals || after.totals === null
    ? view
    : { ...view, totals: addTotals(view.totals, after.totals) };
}

type EndEvent = Extract<RunEvent, { type: "run.completed" | "run.failed" | "run.cancelled" | "run.timeout" }>;

function foldEnd(view: RunView, nodes: Map<string, NodeView>, event: EndEvent): RunView {
  const ended = { ...view, finishedAtMs: event.atMs, totals: event.totals ?? view.totals };
  switch (event.type) {
    case "run.completed":
      return { ...ended, status: "completed" };
    case "run.failed":
      return { ...ended, status: "failed", error: event.error };
    case "run.cancelled":
      cancelNodes(nodes, event.cancelledNodes, event.atMs);
      return { ...ended, status: "cancelled", reason: event.reason };
    case "run.timeout":
      cancelNodes(nodes, event.cancelledNodes, event.atMs);
      return { ...ended, status: "timeout", error: event.error };
  }
}

/** Cancelled nodes have no line of their own; their partial text is kept. They may be named twice. */
function cancelNodes(nodes: Map<string, NodeView>, nodeIds: readonly string[], atMs: number): void {
  for (const nodeId of nodeIds) {
    const node = nodes.get(nodeId) ?? emptyNodeView(nodeId);
    if (node.status === "cancelled") continue;
    nodes.set(nodeId, { ...node, status: "cancelled", error: null, finishedAtMs: atMs, wakeAtMs: null });
  }
}

/** The same rule as in the reducer: a run waits if nothing is running and something waits. */
function statusOf(view: RunView): RunStatus {
  if (view.status === "pending") return "pending";
  let isWaiting = false;
  for (const node of view.nodes.values()) {
    if (node.status === "running") return "running";
    isWaiting ||= node.status === "waiting";
  }
  return isWaiting ? "waiting" : "running";
}
