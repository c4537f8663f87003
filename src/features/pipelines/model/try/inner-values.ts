import { lastNodes, lastValuesOf, nodeMarksOf, type RunSnapshot } from "./last-values.ts";

/** A run in a node's body, and which of the node's items or passes it is. */
export interface InnerRun {
  readonly snapshot: RunSnapshot;
  readonly index: number;
}

/** The values of a run in a node's body; empty if there was none. Outputs in a body cannot be pinned. */
export function innerValues(run: InnerRun | null) {
  const inside = run?.snapshot ?? null;
  const values = lastValuesOf(inside, {}, null);
  return {
    inside,
    pins: {},
    nodes: inside === null ? new Map<never, never>() : lastNodes(inside),
    values: values === null ? null : { ...values, item: { index: run?.index ?? 0 } },
    marks: nodeMarksOf(inside, {}),
  };
}
