import type { NodeRunRef } from "#core/run/node-task.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Changeset } from "./changeset.ts";

/**
 * A step while it is decided: the transaction that will write it, what the process decides with, and what it holds so
 * far.
 */
export interface OpenStep {
  readonly tx: DirectTransaction;
  readonly context: EngineContext;
  readonly changeset: Changeset;
}

/** As an open step, for one node run. */
export interface NodeStep extends OpenStep {
  readonly ref: NodeRunRef;
  /** What the book held of the node run when the step began. */
  readonly progress: NodeRunProgress;
}
