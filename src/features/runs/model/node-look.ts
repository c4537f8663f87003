import type { Status } from "#components/ui/display/status.ts";
import type { ErrorInfo } from "#core/errors.ts";
import type { NodeView } from "#core/run/view/fold.ts";

/** The status, or something more exact: a branch that was taken, a pending retry, a reused output. */
export function statusWord(view: NodeView): string {
  if (isBetweenTries(view)) return isCutOff(view.error) ? "circuit open" : "retrying";
  if (view.status === "completed" && view.isReused) return "reused";
  if (view.status === "completed" && view.branch !== null) return `took ${view.branch}`;
  if (view.status === "failed" && view.isHandled) return "failed, caught";
  return view.status;
}

/** The status for icon and colour: between two attempts nothing runs, so the node waits. */
export function shownStatus(view: NodeView): Status {
  return isBetweenTries(view) ? "waiting" : view.status;
}

/** No call was made: the circuit of its model was open. */
export function isCutOff(error: ErrorInfo | null): boolean {
  return error?.code === "CIRCUIT_OPEN";
}

/** An attempt has failed and the next has not begun. */
export function isBetweenTries({ status, wakeAtMs }: NodeView): boolean {
  return status === "running" && wakeAtMs !== null;
}
