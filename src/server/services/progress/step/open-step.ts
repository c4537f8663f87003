import type { NodeRunRef } from "#core/run/node-task.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Changeset } from "./changeset.ts";

/**
 * A step while it is being decided: the transaction that will write it, the process's context, and the changeset so
 * far.
 */
export interface OpenStep {
  readonly tx: DirectTransaction;
  readonly context: EngineContext;
  readonly changeset: Changeset;
}

/** An open step at one node run. */
export interface NodeStep extends OpenStep {
  readonly ref: NodeRunRef;
  /** The node run's stored progress when the step began. */
  readonly progress: NodeRunProgress;
}
