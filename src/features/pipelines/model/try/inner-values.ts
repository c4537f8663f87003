import { lastNodes, lastValuesOf, marksOf, type RunView } from "./last-values.ts";

/** What a run inside of a node has left; nothing where there was none. Outputs in it cannot be pinned. */
export function innerValues(inside: RunView | null) {
  const values = lastValuesOf(inside, {}, null);
  return {
    inside,
    pins: {},
    nodes: inside === null ? new Map<never, never>() : lastNodes(inside),
    values: values === null ? null : { ...values, item: { index: 0 } },
    marks: marksOf(inside, {}),
  };
}
