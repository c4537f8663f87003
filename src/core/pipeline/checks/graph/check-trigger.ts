import type { Problem } from "#core/errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { fault } from "../../problem.ts";

/** A run begins in exactly one place, and nothing comes before it. */
export function checkTrigger(graph: Graph): readonly Problem[] {
  const triggers = graph.nodes.filter((node) => node.type === "trigger");
  if (triggers.length === 0) {
    return [fault("NO_TRIGGER", "The pipeline has no trigger: add one node of type trigger to begin with.")];
  }
  const ids = new Set(triggers.map((node) => node.id));
  return [
    ...triggers.slice(1).map((node) =>
      fault(
        "SEVERAL_TRIGGERS",
        `Node "${node.id}" is a second trigger: a pipeline begins with exactly one.`,
        {
          nodeId: node.id,
        },
      ),
    ),
    ...graph.edges
      .filter((edge) => ids.has(edge.to))
      .map((edge) =>
        fault(
          "EDGE_INTO_TRIGGER",
          `Edge "${edge.id}" leads into the trigger "${edge.to}", but nothing can come before it.`,
          {
            edgeId: edge.id,
          },
        ),
      ),
  ];
}

/** A body begins with its node's input: the only trigger of its graph, the first node, is implicit. */
export function checkNoTrigger({ nodes }: Graph): readonly Problem[] {
  return nodes
    .slice(1)
    .filter(({ type }) => type === "trigger")
    .map(({ id }) => {
      const message = `Node "${id}" is a trigger, and a body begins with what its node hands it: remove the trigger.`;
      return fault("TRIGGER_IN_BODY", message, { nodeId: id });
    });
}
