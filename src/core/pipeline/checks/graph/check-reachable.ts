import type { Problem } from "#core/errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { warning } from "../../problem.ts";

/** Nodes that cannot be reached from the trigger never run; that may be intended while drawing, so it is a warning. */
export function checkReachable(graph: Graph): readonly Problem[] {
  const targets = Map.groupBy(graph.edges, (edge) => edge.from);
  const reached = new Set(graph.nodes.filter((node) => node.type === "trigger").map((node) => node.id));
  for (const id of reached) {
    for (const edge of targets.get(id) ?? []) reached.add(edge.to);
  }
  return graph.nodes
    .filter((node) => !reached.has(node.id))
    .map((node) =>
      warning("UNREACHABLE_NODE", `Node "${node.id}" never runs: no way leads from the trigger to it.`, {
        nodeId: node.id,
      }),
    );
}
