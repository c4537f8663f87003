/** What somebody has changed of how a node works through its list, while it does. */
export interface ItemsAdjustment {
  /** How many items run at the same time at most. */
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
  /** How many of them did so one after another, up to now; an attempt that ended by itself begins the count again. */
  readonly lostInARow: number;
  /** Which of the node's models is asked, from 0; absent: the first. */
  readonly model?: number;
  /**
   * How many attempts do not count for the model that is asked now: failed ones of the models before it, and those that
   * its circuit refused; lost ones apart. Absent: none.
   */
  readonly failedBefore?: number;
  /** One of them may have done what the node does, though none says so. */
  readonly mayHaveActed?: true;
  /** The attempt whose answer the model is to put right next, or is putting right; absent: it is asked afresh. */
  readonly repairOf?: number;
  /** It has put an answer right once, and that did not fit either: it is not shown another one. */
  readonly hasRepaired?: true;
  /** Of a node that runs in passes: the one in flight, from 1. A pass that fails is tried again by itself. */
  readonly pass?: number;
  /** An agent waits until people have decided on a call of a tool; absent: it does not. */
  readonly asks?: true;
  /** An agent's tools have started runs, and it waits until they have ended; absent: it does not. */
  readonly awaitsRuns?: true;
  /** How many the circuit of its model has refused one after another, up to now; absent: none. */
  readonly refused?: number;
  /** How its list is worked through otherwise than its definition says; it holds for its next attempts too. */
  readonly adjusted?: ItemsAdjustment;
}
