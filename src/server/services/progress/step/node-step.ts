import type { RunId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { Changeset } from "./changeset.ts";

/**
 * Decides what one thing that happens to a node run means, on a changeset that it may share with other such steps. The
 * changeset is written afterwards. It may be asked a second time, on a fresh changeset, so it must change nothing but
 * the changeset and the transaction.
 */
export type Decide<Result> = (taken: TakenStep) => Promise<Result>;

interface TakenStep {
  readonly tx: DirectTransaction;
  readonly changeset: Changeset;
  readonly progress: NodeRunProgress;
}

/** Where a process takes its steps. */
export interface StepTaker {
  /** Resolves when what was decided has been committed; null when the workspace has no such run. */
  take<Result>(ref: NodeRunRef, decide: Decide<Result>): Promise<Result | null>;
  /**
   * Reads what a step at a node run that nobody has begun would be decided on, and remembers it for that step. While
   * other steps of the workspace are running it reads nothing: that step is then read with theirs. `isWanted` is asked
   * with the run's plan.
   */
  look(ref: NodeRunRef, isWanted: (plan: Plan) => boolean): Promise<void>;
}

/** A step that somebody waits for. */
export interface WaitingStep {
  readonly ref: NodeRunRef;
  readonly decide: Decide<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Steps of different node runs of one run. */
export interface RunSteps {
  readonly runId: RunId;
  readonly steps: readonly WaitingStep[];
}
