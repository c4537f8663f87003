import type { LogLine } from "./live/live-run.ts";

/** The tries of a node that put an answer right, each with the try whose answer it was, by the lines of its log. */
export function repairsIn(lines: readonly LogLine[]): ReadonlyMap<number, number> {
  return new Map(
    lines.flatMap((line) =>
      line.type === "node.started" && line.repairOf !== undefined ? [[line.attempt, line.repairOf]] : [],
    ),
  );
}
