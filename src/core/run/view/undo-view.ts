import type { ErrorInfo } from "#core/errors.ts";
import type { RunEvent } from "#core/events/run-event.ts";

/** A line of the log about taking back what a node did. */
export type UndoEvent = Extract<
  RunEvent,
  { readonly type: "compensation.started" | "compensation.completed" | "compensation.failed" }
>;

type Planned = Extract<RunEvent, { readonly type: "compensation.planned" }>;

/** The undo of one node, as it is watched. */
export interface UndoStepView {
  /** The node that is undone. */
  readonly nodeId: string;
  readonly status: "pending" | "running" | "completed" | "failed";
  /** The current or latest attempt; 0 before the first. */
  readonly attempt: number;
  /** Of the latest attempt that failed; null once it is done. */
  readonly error: ErrorInfo | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** When it is tried again by itself. */
  readonly wakeAtMs: number | null;
}

/** How a run is undone. */
export interface UndoView {
  /** How the run ends when it has been undone; `undo`: it does nothing else. */
  readonly because: Planned["because"];
  readonly reason: string;
  /** In the order in which they are done. */
  readonly steps: readonly UndoStepView[];
}

/** An undo that has not begun. */
export function emptyUndoStep(nodeId: string): UndoStepView {
  return {
    nodeId,
    status: "pending",
    attempt: 0,
    error: null,
    startedAtMs: null,
    finishedAtMs: null,
    wakeAtMs: null,
  };
}

export function plannedUndo({ because, reason, nodes }: Planned): UndoView {
  return { because, reason, steps: nodes.map(emptyUndoStep) };
}

/** The undo of a run after one more line about one of its nodes. */
export function foldUndo(undo: UndoView | null, event: UndoEvent): UndoView | null {
  if (undo === null) return null;
  const steps = undo.steps.map((step) => (step.nodeId === event.nodeId ? foldStep(step, event) : step));
  return { ...undo, steps };
}

function foldStep(step: UndoStepView, event: UndoEvent): UndoStepView {
  switch (event.type) {
    case "compensation.started": {
      const startedAtMs = step.startedAtMs ?? event.atMs;
      return { ...step, status: "running", attempt: event.attempt, startedAtMs, error: null, wakeAtMs: null };
    }
    case "compensation.completed":
      return { ...step, status: "completed", error: null, finishedAtMs: event.atMs, wakeAtMs: null };
    case "compensation.failed": {
      const { error, retryAtMs } = event;
      return retryAtMs === null
        ? { ...step, status: "failed", error, finishedAtMs: event.atMs, wakeAtMs: null }
        : { ...step, error, wakeAtMs: retryAtMs };
    }
  }
}
