import type { ErrorInfo } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { ItemsState } from "./items.ts";
import type { AttemptCount } from "./passes/attempt-count.ts";
import type { RunStatus } from "./status.ts";

/**
 * The state of a node, finer than its status: the reducer must distinguish "not yet startable" from "handed out", and
 * "skipped by a branch" from "skipped because something before it failed".
 *
 * phase -> status: idle, ready = pending; running, retrying = running; waiting = waiting; the rest by name (doomed =
 * skipped; handled = failed, but the run continues).
 */
export const nodePhases = [
  "idle",
  "ready",
  "running",
  "retrying",
  "waiting",
  "completed",
  "failed",
  "handled",
  "skipped",
  "doomed",
  "cancelled",
] as const;
export type NodePhase = (typeof nodePhases)[number];

/**
 * Everything the reducer must know about a run. It does not include outputs: `advance` asks for those it needs. It is
 * stored on the run row in a compact form (`encodeRunState`), so a step costs the same in a graph of five nodes and of
 * five hundred.
 */
export interface RunState {
  readonly status: RunStatus;
  /**
   * Set while the run is being ended; it ends when its last attempt in flight has settled, and everything is undone.
   */
  readonly closing: Closing | null;
  readonly phases: { readonly [nodeId: string]: NodePhase };
  /**
   * The branch that a completed condition chose: `true`, `false` or another label; `error` if a failure took the error
   * edges.
   */
  readonly branches: { readonly [nodeId: string]: string };
  /** Only nodes that have been tried and have not ended. They identify late reports about earlier attempts. */
  readonly attempts: { readonly [nodeId: string]: AttemptCount };
  /**
   * Why a model stopped, for agents that completed with a reason other than `usualStop` (cut at its maximum of tokens,
   * say), or whose failure for it was caught.
   */
  readonly stops: { readonly [nodeId: string]: string };
  /**
   * Nodes with an undo that took effect, or may have, in the order in which they ended: this is what there is to take
   * back.
   */
  readonly acted: readonly string[];
  /** Nodes that work through a list, and how far they are. */
  readonly items: { readonly [nodeId: string]: ItemsState };
  /** Of the nodes that failed for good, the first in plan order: the run's error, whatever order they failed in. */
  readonly failure: ErrorInfo | null;
}

/** Why a run is being ended, and how. */
export interface Closing {
  /** `undo`: a run that only undoes another one. */
  readonly as: "cancelled" | "timeout" | "failed" | "undo";
  readonly reason: string;
  /** Absent: what was done is kept. Otherwise it is taken back first; `failed`: not all of it could be. */
  readonly undo?: UndoState;
  /** For `undo`: the run that is undone. */
  readonly of?: RunId;
}
export type UndoState = "asked" | "done" | "failed";
