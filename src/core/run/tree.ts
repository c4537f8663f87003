import type { RunId } from "#core/ids.ts";

/** Runs start runs at most so deep: a root is at 0. */
export const mostDepth = 8;

/** The attempt of a node that a run is. */
export interface ParentRef {
  readonly runId: RunId;
  readonly nodeId: string;
  /** Which run of the node it is: the item of a map, the pass of a loop, the step of an agent; 0 for a call. */
  readonly ordinal: number;
  readonly attempt: number;
}

/** What the expressions of a run see of which of its parent's items it is for; null for a root. */
export function itemOf(child: TreePlace | null): { readonly index: number } | null {
  return child === null ? null : { index: child.parent.ordinal };
}

/** Where a run that another one has started stands in its tree. */
export interface TreePlace {
  readonly parent: ParentRef;
  readonly rootRunId: RunId;
  /** 1 for what a root has started. */
  readonly depth: number;
}
