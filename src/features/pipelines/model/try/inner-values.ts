import { lastNodes, lastValuesOf, nodeMarksOf, type RunSnapshot } from "./last-values.ts";

/** The values of a run in a node's body; empty if there was none. Outputs in a body cannot be pinned. */
export function innerValues(inside: RunSnapshot | null) {
  const values = lastValuesOf(inside, {}, null);
  return {
    inside,
    pins: {},
    nodes: inside === null ? new Map<never, never>() : lastNodes(inside),
    values: values === null ? null : { ...values, item: { index: 0 } },
    marks: nodeMarksOf(inside, {}),
  };
}
