import { maxOutputBytes } from "#core/nodes/fields/node-fields.ts";

/**
 * How much of a run's node inputs and outputs is returned at once, in bytes of JSON. What is left out is marked, never
 * cut.
 */
export interface ValueRoom {
  /** A larger value is left out. */
  readonly eachBytes: number;
  /** Beyond this total all are left out, starting with those that began later. */
  readonly totalBytes: number;
}

/** For the node values in a response about a whole run: what a page shows at once and a browser can easily hold. */
export const runViewRoom: ValueRoom = { eachBytes: 65_536, totalBytes: 2_097_152 };

/** For what the failed attempts of all nodes had said. */
export const runTextRoom: ValueRoom = { eachBytes: 65_536, totalBytes: 1_048_576 };

/** One node's input and output are returned whole: the size of an output is bounded by `limits.outputBytes`. */
export const nodeViewRoom: ValueRoom = { eachBytes: 2_147_483_647, totalBytes: 2_147_483_647 };

/** For what one node's attempts had said: the last is always whole, because it is bounded in the same way. */
export const nodeTextRoom: ValueRoom = { eachBytes: maxOutputBytes, totalBytes: maxOutputBytes };

/**
 * For the outputs in a log that is read for a page: as in the response about the run. The rest is requested node by
 * node.
 */
export const watchedRoom: ValueRoom = runViewRoom;

/** A program that follows a log gets every output. */
export const wholeRoom: ValueRoom = nodeViewRoom;
