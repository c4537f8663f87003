import type { LogLine } from "./live/live-run.ts";

/** The attempts of a node that corrected an answer, each with the attempt whose answer it was, from its log lines. */
export function repairsIn(lines: readonly LogLine[]): ReadonlyMap<number, number> {
  return new Map(
    lines.flatMap((line) =>
      line.type === "node.started" && line.repairOf !== undefined ? [[line.attempt, line.repairOf]] : [],
    ),
  );
}
