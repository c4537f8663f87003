import type { UndoState } from "#core/run/state.ts";
import type { UndoStepView } from "#core/run/view/undo-view.ts";

/** A run's undo status, in a word or two. */
export const undoWords: Readonly<Record<UndoState, string>> = {
  asked: "being undone",
  done: "undone",
  failed: "partly undone",
};

const stepWords = {
  pending: "to be undone",
  running: "being undone",
  completed: "undone",
  failed: "could not be undone",
} as const;

/** A node's undo status. */
export function undoStepWord({ status, wakeAtMs }: UndoStepView): string {
  return status === "running" && wakeAtMs !== null ? "to be undone again" : stepWords[status];
}
