import type { Problem } from "#core/errors.ts";
import { fault, quoted } from "../problem.ts";

/** A run must come to an end, so no way may lead back. */
export function cycleProblem(cycle: readonly string[]): Problem {
  const [first] = cycle;
  return fault(
    "CYCLE",
    `These nodes lead back to where they began: ${[...cycle, first ?? ""].join(" -> ")}. Remove one of the edges between ${quoted(cycle)}.`,
    { path: [...cycle], ...(first === undefined ? {} : { nodeId: first }) },
  );
}
