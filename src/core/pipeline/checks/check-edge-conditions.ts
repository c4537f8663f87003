import type { Problem } from "#core/errors.ts";
import { conditionLabels } from "#core/nodes/condition.ts";
import type { EdgeDefinition, NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph.ts";
import { fault, quoted } from "../problem.ts";

function waysOut(node: NodeDefinition): readonly string[] {
  return [
    ...(node.type === "condition" ? conditionLabels(node.config) : []),
    ...(node.onError === "branch" ? ["error"] : []),
  ];
}

function misfit(edge: EdgeDefinition, source: NodeDefinition): string | null {
  if (edge.condition === undefined) return null;
  const allowed = waysOut(source);
  if (allowed.includes(edge.condition)) return null;
  if (edge.condition === "error") {
    return `Edge "${edge.id}" is for errors of "${source.id}": set that node's onError to "branch".`;
  }
  if (allowed.length === 0) {
    return `Edge "${edge.id}" has the condition "${edge.condition}", but "${source.id}" has only one way out: remove the condition, or put a condition node between.`;
  }
  return `Edge "${edge.id}" has the condition "${edge.condition}", but the ways out of "${source.id}" are ${quoted(allowed)}.`;
}

/** A condition on an edge names a way out that its source really has. */
export function checkEdgeConditions(graph: Graph): readonly Problem[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node.definition]));
  return graph.edges.flatMap((edge) => {
    const source = byId.get(edge.from);
    const message = source ? misfit(edge, source) : null;
    return message === null
      ? []
      : [fault("BAD_EDGE_CONDITION", message, { edgeId: edge.id, path: ["condition"] })];
  });
}
