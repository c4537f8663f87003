import type { Problem } from "#core/errors.ts";
import type { EdgeDefinition } from "../../definition.ts";
import type { Graph } from "../../graph/graph.ts";
import { fault } from "../../problem.ts";

function dangling(edge: EdgeDefinition, end: "from" | "to"): Problem {
  const verb = end === "from" ? "comes from" : "leads to";
  return fault("DANGLING_EDGE", `Edge "${edge.id}" ${verb} "${edge[end]}", but there is no such node.`, {
    edgeId: edge.id,
    path: [end],
  });
}

/** Every edge joins two different nodes that exist. */
export function checkEdgeEnds(graph: Graph): readonly Problem[] {
  const ids = new Set(graph.nodes.map((node) => node.id));
  return graph.edges.flatMap((edge) => {
    const missing = (["from", "to"] as const).filter((end) => !ids.has(edge[end]));
    if (missing.length > 0) return missing.map((end) => dangling(edge, end));
    if (edge.from !== edge.to) return [];
    return [
      fault("SELF_LOOP", `Edge "${edge.id}" leads from "${edge.from}" to itself.`, { edgeId: edge.id }),
    ];
  });
}
