import type { Problem } from "#core/errors.ts";
import { maxEdges, maxNodes } from "../definition.ts";
import { fieldOf, listIn } from "../graph/graph.ts";
import { fault } from "../problem.ts";

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

/** Counts before anything is parsed: a hostile size must not be paid for. */
export function checkSize(raw: unknown): readonly Problem[] {
  const nodes = listIn(raw, "nodes").length;
  const edges = listIn(raw, "edges").length;
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
