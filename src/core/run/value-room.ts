import { maxOutputBytes } from "#core/nodes/fields/node-fields.ts";

/**
 * How much of what a run's nodes took in and put out is answered at once, in bytes of JSON. What is left out is marked,
 * never cut.
 */
export interface ValueRoom {
  /** A larger value is left out. */
  readonly eachBytes: number;
  /** From here on all are left out, those that began later first. */
  readonly totalBytes: number;
}

/** Of the nodes' values in an answer about a whole run: what a page shows at once and a browser holds with ease. */
export const runViewRoom: ValueRoom = { eachBytes: 65_536, totalBytes: 2_097_152 };

/** Of what the failed tries of all nodes had said. */
export const runTextRoom: ValueRoom = { eachBytes: 65_536, totalBytes: 1_048_576 };

/** One node's input and output are given whole: what a node may put out is bounded by `limits.outputBytes`. */
export const nodeViewRoom: ValueRoom = { eachBytes: 2_147_483_647, totalBytes: 2_147_483_647 };

/** Of what one node's tries had said: the last is always whole, for it may say no more than this. */
export const nodeTextRoom: ValueRoom = { eachBytes: maxOutputBytes, totalBytes: maxOutputBytes };

/**
 * Of the outputs in a log that is read for a page: as in the answer about the run. The rest is asked for node by node.
 */
export const watchedRoom: ValueRoom = runViewRoom;

/** A program that follows a log gets each output. */
export const wholeRoom: ValueRoom = nodeViewRoom;
