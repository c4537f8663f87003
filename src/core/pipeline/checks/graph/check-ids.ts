import type { Problem } from "#core/errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { fault } from "../../problem.ts";

function repeated(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
}

/** Ids identify things in expressions, logs and forks, so each may be used once. */
export function checkIds(graph: Graph): readonly Problem[] {
  return [
    ...repeated(graph.nodes.map((node) => node.id)).map((id) =>
      fault("DUPLICATE_NODE_ID", `More than one node has the id "${id}": rename all but one.`, {
        nodeId: id,
      }),
    ),
    ...repeated(graph.edges.map((edge) => edge.id)).map((id) =>
      fault("DUPLICATE_EDGE_ID", `More than one edge has the id "${id}": rename all but one.`, {
        edgeId: id,
      }),
    ),
  ];
}
