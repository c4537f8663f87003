import type { Problem } from "#core/errors.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { warning } from "../problem.ts";

/** Settings that are accepted but do nothing, so that nobody waits for their effect. */
export function checkUnused(graph: Graph): readonly Problem[] {
  const ofNodes = graph.nodes.flatMap(({ definition }) =>
    definition === null
      ? []
      : [...unusedFallback(definition), ...unusedTemperature(definition), ...unusedKeep(definition)],
  );
  return [...unusedPositions(graph), ...ofNodes];
}

/** Beside places that a layout finds, those of an author would lie on top of others. */
function unusedPositions({ nodes }: Graph): readonly Problem[] {
  const placed = nodes.filter(({ definition }) => definition?.position !== undefined);
  const without = nodes.find(({ definition }) => definition !== null && definition.position === undefined);
  if (placed.length === 0 || without === undefined) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${without.id}" has no position while others have one, so the graph is laid out by itself: positions are used only where every node has one.`,
      { nodeId: without.id },
    ),
  ];
}

function unusedFallback({ id, fallbackOutput, onError }: NodeDefinition): readonly Problem[] {
  if (fallbackOutput === undefined || onError === "continue") return [];
  return [
    warning("UNUSED_FALLBACK", `Node "${id}" has a fallbackOutput, which only onError "continue" uses.`, {
      nodeId: id,
      path: ["fallbackOutput"],
    }),
  ];
}

/** Anthropic refuses sampling parameters on every model, and the sandbox speaks as Anthropic does. */
function unusedTemperature(node: NodeDefinition): readonly Problem[] {
  if (node.type !== "agent" || node.config.temperature === undefined) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${node.id}" has a temperature, which is not sent: Anthropic's models and the sandbox do not take one. Say in the task how free the answer may be.`,
      { nodeId: node.id, path: ["config", "temperature"] },
    ),
  ];
}

/** An empty text is not JSON. */
function unusedKeep(node: NodeDefinition): readonly Problem[] {
  const isJson = node.outputSchema !== undefined && node.output === undefined;
  if (node.type !== "agent" || node.config.onEmpty !== "keep" || !isJson) return [];
  return [
    warning(
      "UNUSED_SETTING",
      `Node "${node.id}" has onEmpty "keep" beside an outputSchema, which an empty answer never matches: the node fails all the same.`,
      { nodeId: node.id, path: ["config", "onEmpty"] },
    ),
  ];
}
