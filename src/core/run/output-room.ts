import type { Json } from "#core/json/json.ts";
import { charactersOf, maxValueCharacters, type WeighedValues } from "#core/json/json-weight.ts";

/**
 * How much a value that combines many outputs can still take: the output of a run, or its document. However many
 * outputs there are and however large they are, a run must be able to end; what no longer fits is left out and named,
 * and remains available at its node.
 */
export interface OutputRoom {
  left: number;
  readonly weighed: WeighedValues;
}

/** Room for the largest value that may pass through a run. */
export function outputRoom(weighed: WeighedValues = new Map()): OutputRoom {
  return { left: maxValueCharacters, weighed };
}

/** Takes room for an output; false if there is not enough, and then none is taken. */
export function takeRoom(room: OutputRoom, output: Json): boolean {
  const characters = charactersOf(output, room.weighed);
  if (characters > room.left) return false;
  room.left -= characters;
  return true;
}
