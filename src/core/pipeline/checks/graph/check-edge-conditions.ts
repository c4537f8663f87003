import type { Problem } from "#core/errors.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import type { EdgeDefinition, NodeDefinition } from "../../definition.ts";
import type { Graph } from "../../graph/graph.ts";
import { waysOut } from "../../graph/way-out.ts";
import { fault, type ProblemPlace, quoted, warning } from "../../problem.ts";

function misfit(edge: EdgeDefinition, source: NodeDefinition): string | null {
  const allowed = waysOut(source);
  if (edge.condition === undefined) {
    const ways = waysOf(source);
    if (ways === null || ways.implied !== null) return null;
    return `Edge "${edge.id}" does not say which case of "${source.id}" it is: give it one of the conditions ${quoted(allowed)}.`;
  }
  if (allowed.includes(edge.condition)) return null;
  if (edge.condition === "error") {
    return `Edge "${edge.id}" is for errors of "${source.id}": set that node's onError to "branch".`;
  }
  if (allowed.length === 0) {
    return `Edge "${edge.id}" has the condition "${edge.condition}", but "${source.id}" has only one way out: remove the condition, or put a condition node in between.`;
  }
  return `Edge "${edge.id}" has the condition "${edge.condition}", but the ways out of "${source.id}" are ${quoted(allowed)}.`;
}

/**
 * A condition on an edge names a branch that its source has; if it is left out after a condition, a warning says what
 * that means.
 */
export function checkEdgeConditions(graph: Graph): readonly Problem[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node.definition]));
  return graph.edges.flatMap((edge) => {
    const source = byId.get(edge.from);
    if (source == null) return [];
    const place = { edgeId: edge.id, path: ["condition"] };
    const message = misfit(edge, source);
    if (message !== null) return [fault("BAD_EDGE_CONDITION", message, place)];
    const implied = waysOf(source)?.implied ?? null;
    return edge.condition === undefined && implied !== null
      ? [impliedWay(edge, typeOf(source).title, implied, place)]
      : [];
  });
}

function impliedWay(edge: EdgeDefinition, title: string, way: string, place: ProblemPlace): Problem {
  return warning(
    "IMPLIED_TRUE",
    `Edge "${edge.id}" leaves the ${title.toLowerCase()} "${edge.from}" without a label, so it counts as the way "${way}". Write condition: "${way}" to say so.`,
    place,
  );
}
