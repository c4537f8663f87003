/** Adjustments that somebody made to how a node works through its list, while it does. */
export interface ItemsAdjustment {
  /** The most items that run at the same time. */
  readonly concurrency?: number;
  /** How many of them may fail. */
  readonly tolerated?: number;
}

/** How often a node has been tried so far. */
export interface AttemptCount {
  /** The number of the latest attempt. */
  readonly number: number;
  /** How many of them ended because their worker died; they do not use up the node's retries. */
  readonly lost: number;
  /** How many of those came in a row, up to now; an attempt that ends by itself resets the count. */
  readonly lostInARow: number;
  /** Which of the node's models is asked, from 0; absent: the first. */
  readonly model?: number;
  /**
   * How many attempts do not count against the current model: failed attempts of earlier models, and those that its
   * circuit refused. Lost ones are counted separately. Absent: none.
   */
  readonly failedBefore?: number;
  /** One of them may have taken effect, even if none reported so. */
  readonly mayHaveActed?: true;
  /** The attempt whose answer the model is to correct next, or is correcting; absent: it is asked afresh. */
  readonly repairOf?: number;
  /** It has already corrected an answer once, without success, so it is not asked to again. */
  readonly hasRepaired?: true;
  /** For a node that runs in passes: the one in flight, from 1. A pass that fails is retried by itself. */
  readonly pass?: number;
  /** An agent waits for people to decide on a tool call; absent: it does not. */
  readonly asks?: true;
  /** An agent's tools have started runs, and it waits for them to end; absent: it does not. */
  readonly awaitsRuns?: true;
  /** How many attempts in a row the circuit of its model has refused; absent: none. */
  readonly refused?: number;
  /** Adjustments to how its list is worked through; they apply to its next attempts too. */
  readonly adjusted?: ItemsAdjustment;
}
