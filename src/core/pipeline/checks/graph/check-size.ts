import type { Problem } from "#core/errors.ts";
import { writtenBody } from "../../bodies/edged-graph.ts";
import { maxEdges, maxNodes } from "../../definition.ts";
import { fieldOf, listIn } from "../../graph/graph.ts";
import { fault } from "../../problem.ts";

/** A pipeline has something to run. */
export function checkEmpty(raw: unknown): readonly Problem[] {
  const nodes = fieldOf(raw, "nodes");
  if (!Array.isArray(nodes) || nodes.length > 0) return [];
  return [
    fault("NO_NODES", "The pipeline has no nodes: add a trigger and something after it.", {
      path: ["nodes"],
    }),
  ];
}

/** Counts before anything is parsed, including bodies: a hostile size must cost nothing. */
export function checkSize(raw: unknown): readonly Problem[] {
  const { nodes, edges } = countParts(raw);
  return [
    ...(nodes > maxNodes
      ? [
          fault("TOO_MANY_NODES", `The pipeline has ${nodes} nodes; ${maxNodes} are allowed.`, {
            path: ["nodes"],
          }),
        ]
      : []),
    ...(edges > maxEdges
      ? [
          fault("TOO_MANY_EDGES", `The pipeline has ${edges} edges; ${maxEdges} are allowed.`, {
            path: ["edges"],
          }),
        ]
      : []),
  ];
}

function countParts(raw: unknown): { readonly nodes: number; readonly edges: number } {
  const written = listIn(raw, "nodes");
  const counts = { nodes: written.length, edges: listIn(raw, "edges").length };
  // More than enough to be rejected.
  if (counts.nodes > maxNodes) return counts;
  for (const node of written) {
    const body = writtenBody(node);
    const inside = body === null ? { nodes: 0, edges: 0 } : countParts(body);
    counts.nodes += inside.nodes;
    counts.edges += inside.edges;
  }
  return counts;
}
