import type { ErrorInfo } from "#core/errors.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "../state.ts";
import { emptyUndoStep, type UndoStepView, type UndoView } from "./undo-view.ts";

/** An undo as stored, under its stored id. */
export interface UndoRow {
  readonly nodeId: string;
  readonly attemptCount: number;
  readonly error: ErrorInfo | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly wakeAtMs: number | null;
}

/**
 * How a run is being undone, from the database: the same view that its log folds to. `lastErrors` are those of the
 * attempts of undos, by the id of the undo.
 */
export function undoOfState(
  plan: Plan,
  { closing, acted, phases }: RunState,
  rows: readonly UndoRow[],
  lastErrors: ReadonlyMap<string, ErrorInfo | null>,
): UndoView | null {
  const hasBegun = plan.undos.some(({ id }) => (phases[id] ?? "idle") !== "idle");
  if (closing === null || !hasBegun) return null;
  const byId = new Map(rows.map((row) => [row.nodeId, row]));
  const steps = acted.toReversed().map((nodeId) => {
    const id = undoIdOf(nodeId);
    return stepOf(nodeId, phases[id] ?? "idle", byId.get(id), lastErrors.get(id) ?? null);
  });
  return { because: closing.as, reason: closing.reason, steps };
}

function stepOf(
  nodeId: string,
  phase: RunState["phases"][string],
  row: UndoRow | undefined,
  lastError: ErrorInfo | null,
): UndoStepView {
  if (row === undefined) return emptyUndoStep(nodeId);
  const { attemptCount: attempt, startedAtMs, finishedAtMs, wakeAtMs } = row;
  const step = { nodeId, attempt, startedAtMs, finishedAtMs };
  switch (phase) {
    case "completed":
      return { ...step, status: "completed", error: null, wakeAtMs: null };
    case "failed":
      return { ...step, status: "failed", error: row.error, wakeAtMs: null };
    case "retrying":
      return { ...step, status: "running", error: lastError, wakeAtMs };
    case "running":
      return { ...step, status: "running", error: null, wakeAtMs: null };
    default:
      return emptyUndoStep(nodeId);
  }
}
