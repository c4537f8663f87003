import type { RunView } from "#core/run/view/fold.ts";

/** Nodes that failed, had a handled error, or were retried, in the order of the graph. */
export function erroneousNodes(view: RunView): readonly string[] {
  return [...view.nodes.values()].flatMap(({ nodeId, status, retries }) =>
    status === "failed" || retries > 0 ? [nodeId] : [],
  );
}

/**
 * The next one after the current node, in a cycle; the first if the current one is not among them. Null: there is no
 * other.
 */
export function nextErroneous(erroneous: readonly string[], nodeId: string | null): string | null {
  const place = nodeId === null ? -1 : erroneous.indexOf(nodeId);
  const next = erroneous[(place + 1) % erroneous.length] ?? null;
  return next === nodeId ? null : next;
}
