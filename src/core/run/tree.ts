import type { RunId } from "#core/ids.ts";

/** The maximum depth of child runs; a root is at 0. */
export const mostDepth = 8;

/** The attempt of a node that a child run is. */
export interface ParentRef {
  readonly runId: RunId;
  readonly nodeId: string;
  /** Which run of the node it is: the item of a map, the pass of a loop, the step of an agent; 0 for a call. */
  readonly ordinal: number;
  readonly attempt: number;
}

/** What a run's expressions see of which of its parent's items it is; null for a root. */
export function itemOf(child: TreePlace | null): { readonly index: number } | null {
  return child === null ? null : { index: child.parent.ordinal };
}

/** The place of a child run in its tree. */
export interface TreePlace {
  readonly parent: ParentRef;
  readonly rootRunId: RunId;
  /** 1 for a child of a root. */
  readonly depth: number;
}
