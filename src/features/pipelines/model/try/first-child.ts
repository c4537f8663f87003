interface Child {
  readonly runId: string;
  readonly iteration: number;
}

/**
 * The run of a node's first item or first pass, in its last attempt; undefined if the node has started none. `children`
 * are in the order of items and attempts. Items count from 0 and passes from 1.
 */
export function firstChild<One extends Child>(children: readonly One[]): One | undefined {
  const first = children[0]?.iteration;
  return children.findLast(({ iteration }) => iteration === first);
}
