import type { RunId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import type { NodeRunProgress } from "#server/db/run/progress/find-attempt.ts";
import type { Changeset } from "./changeset.ts";

/**
 * Decides what one happening of a node run means, on a changeset that it may share with other such steps and that is
 * written afterwards. It may be called again with a fresh changeset, so it must change only the changeset and the
 * transaction.
 */
export type Decide<Result> = (taken: TakenStep) => Promise<Result>;

interface TakenStep {
  readonly tx: DirectTransaction;
  readonly changeset: Changeset;
  readonly progress: NodeRunProgress;
}

/** Takes the steps of a process. */
export interface StepTaker {
  /** Resolves when the decision has been committed. Null when the workspace has no such run. */
  take<Result>(ref: NodeRunRef, decide: Decide<Result>): Promise<Result | null>;
  /**
   * Reads ahead what the first step at a node run would be decided on, and remembers it for that step. While other
   * steps of the workspace are running it reads nothing: that step is then read with theirs. `isWanted` is called with
   * the run's plan.
   */
  look(ref: NodeRunRef, isWanted: (plan: Plan) => boolean): Promise<void>;
}

/** A step with a caller that waits for it. */
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
