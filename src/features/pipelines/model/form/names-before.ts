import type { Sketch } from "#core/gestures/sketch.ts";
import type { KnownNames } from "../known-names.ts";

/** The names that a node's expressions can use: of nodes, those before it. */
export function namesBefore(names: KnownNames, { edges }: Sketch, nodeId: string): KnownNames {
  const before = new Set<string>();
  const look = [nodeId];
  for (let id = look.pop(); id !== undefined; id = look.pop()) {
    for (const { from, to } of edges) {
      if (to !== id || before.has(from)) continue;
      before.add(from);
      look.push(from);
    }
  }
  // An unconnected node can use all of them, since it may be about to be connected.
  const isOffered = (id: string) => (before.size === 0 ? id !== nodeId : before.has(id));
  return { ...names, nodes: names.nodes.filter(({ id, depth }) => depth === 0 && isOffered(id)) };
}
