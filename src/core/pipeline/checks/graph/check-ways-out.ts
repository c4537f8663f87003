import type { Problem } from "#core/errors.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import type { NodeDefinition } from "../../definition.ts";
import type { Graph } from "../../graph/graph.ts";
import { warning } from "../../problem.ts";

function warningsOf(node: NodeDefinition, conditions: readonly (string | undefined)[]): readonly Problem[] {
  const place = { nodeId: node.id };
  const found: Problem[] = [];
  // A decision by people is useful even if nothing follows.
  const isDecision = typeOf(node).run.kind === "pure" && waysOf(node) !== null;
  if (isDecision && conditions.every((condition) => condition === "error")) {
    found.push(
      warning(
        "NO_WAY_OUT",
        `${typeOf(node).title} "${node.id}" decides nothing: no edge leads out of it.`,
        place,
      ),
    );
  }
  if (node.onError === "branch" && !conditions.includes("error")) {
    found.push(
      warning(
        "NO_WAY_OUT",
        `Node "${node.id}" takes its error edges when it fails, but has none: its failure would go unnoticed.`,
        place,
      ),
    );
  }
  return found;
}

/** Branches that are promised but missing. */
export function checkWaysOut(graph: Graph): readonly Problem[] {
  const outgoing = Map.groupBy(graph.edges, (edge) => edge.from);
  return graph.nodes.flatMap(({ id, definition }) =>
    definition === null
      ? []
      : warningsOf(
          definition,
          (outgoing.get(id) ?? []).map((edge) => edge.condition),
        ),
  );
}
