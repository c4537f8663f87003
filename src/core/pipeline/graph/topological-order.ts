interface Arrow {
  readonly from: string;
  readonly to: string;
}

export type TopologicalOrder =
  | { readonly ok: true; readonly order: readonly string[] }
  /** The ids on one cycle, each leading to the next and the last to the first. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * Orders nodes so that every edge leads forward; among equals the given order is kept, so the result is always the
 * same. Ids are unique and every edge joins two of them.
 */
export function topologicalOrder(nodeIds: readonly string[], edges: readonly Arrow[]): TopologicalOrder {
  const waitingFor = new Map(nodeIds.map((id) => [id, 0]));
  const targets = new Map<string, string[]>(nodeIds.map((id) => [id, []]));
  for (const edge of edges) {
    waitingFor.set(edge.to, (waitingFor.get(edge.to) ?? 0) + 1);
    targets.get(edge.from)?.push(edge.to);
  }
  const order = nodeIds.filter((id) => waitingFor.get(id) === 0);
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (waitingFor.get(target) ?? 0) - 1;
      waitingFor.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  if (order.length === nodeIds.length) return { ok: true, order };
  const ordered = new Set(order);
  const remaining = nodeIds.filter((id) => !ordered.has(id));
  return { ok: false, cycle: findCycle(remaining, edges) };
}

/** Walks backwards among nodes that all have a predecessor among themselves: the first repeat closes a cycle. */
function findCycle(remaining: readonly string[], edges: readonly Arrow[]): readonly string[] {
  const among = new Set(remaining);
  const predecessor = new Map<string, string>();
  for (const edge of edges) {
    if (among.has(edge.from) && among.has(edge.to)) predecessor.set(edge.to, edge.from);
  }
  const stepOf = new Map<string, number>();
  const walk: string[] = [];
  for (let at = remaining[0]; at !== undefined && !stepOf.has(at); at = predecessor.get(at)) {
    stepOf.set(at, walk.length);
    walk.push(at);
  }
  const last = walk.at(-1);
  const closing = last === undefined ? undefined : predecessor.get(last);
  const cycle = walk.slice(closing === undefined ? 0 : stepOf.get(closing)).reverse();
  const first = remaining.find((id) => cycle.includes(id));
  const turn = first === undefined ? 0 : cycle.indexOf(first);
  return [...cycle.slice(turn), ...cycle.slice(0, turn)];
}
