import type { RunView } from "#core/run/view/fold.ts";

/** Nodes that failed, were caught, or had to be tried again, in the order of the graph. */
export function erroneousNodes(view: RunView): readonly string[] {
  return [...view.nodes.values()].flatMap(({ nodeId, status, retries }) =>
    status === "failed" || retries > 0 ? [nodeId] : [],
  );
}

/**
 * The one after the node that is looked at; the first after the last, and where it is none of them. Null: there is not
 * another.
 */
export function nextErroneous(erroneous: readonly string[], nodeId: string | null): string | null {
  const place = nodeId === null ? -1 : erroneous.indexOf(nodeId);
  const next = erroneous[(place + 1) % erroneous.length] ?? null;
  return next === nodeId ? null : next;
}
