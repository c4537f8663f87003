import type { ErrorInfo } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { ItemsState } from "./items.ts";
import type { AttemptCount } from "./passes/attempt-count.ts";
import type { RunStatus } from "./status.ts";

/**
 * Where a node stands, finer than its status: the reducer must tell "nobody may start it yet" from "handed out", and
 * "skipped by a branch" from "skipped because something before it failed".
 *
 * phase -> status: idle, ready = pending; running, retrying = running; waiting = waiting; the rest by name (doomed =
 * skipped; handled = failed, but the run goes on).
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
 * Everything the reducer must know about a run. Outputs are not in it: `advance` asks for those it needs. It is stored
 * on the run row in a compact form (`encodeRunState`), so a step costs the same in a graph of five and of five hundred
 * nodes.
 */
export interface RunState {
  readonly status: RunStatus;
  /** Set when the run is being ended; it ends when its last attempt in flight has settled, and all is undone. */
  readonly closing: Closing | null;
  readonly phases: { readonly [nodeId: string]: NodePhase };
  /**
   * The case that a completed condition chose: `true`, `false` or another label; `error` where a failure took the error
   * edges.
   */
  readonly branches: { readonly [nodeId: string]: string };
  /**
   * Only nodes that have been tried and have not ended. By these a late message about an earlier attempt is recognised.
   */
  readonly attempts: { readonly [nodeId: string]: AttemptCount };
  /**
   * Why a model stopped, of agents that completed with another reason than `usualStop` (cut at its maximum of tokens,
   * say), or whose failure for it was caught.
   */
  readonly stops: { readonly [nodeId: string]: string };
  /**
   * Nodes with an undo that did what they do, or may have done it, in the order in which they ended: what there is to
   * take back.
   */
  readonly acted: readonly string[];
  /** Nodes that work through a list, and how far they are. */
  readonly items: { readonly [nodeId: string]: ItemsState };
  /** Of the nodes that failed for good, the first in plan order: the run's error, whatever order they failed in. */
  readonly failure: ErrorInfo | null;
}

/** Why a run is being ended, and how. */
export interface Closing {
  /** `undo`: a run that only takes back what another one did. */
  readonly as: "cancelled" | "timeout" | "failed" | "undo";
  readonly reason: string;
  /** Absent: what was done is kept. Otherwise it is taken back first; `failed`: not all of it could be. */
  readonly undo?: UndoState;
  /** Of `undo`: the run that did what is taken back. */
  readonly of?: RunId;
}
export type UndoState = "asked" | "done" | "failed";
