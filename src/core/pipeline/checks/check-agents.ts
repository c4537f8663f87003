import type { Problem } from "#core/errors.ts";
import type { Graph } from "../graph/graph.ts";
import { fault } from "../problem.ts";

/** Every agent that is named exists in the workspace. Without `agentKeys` this is unknown, and nothing is reported. */
export function checkAgents(graph: Graph, agentKeys: ReadonlySet<string> | undefined): readonly Problem[] {
  if (agentKeys === undefined) return [];
  return graph.nodes.flatMap(({ id, definition }) => {
    const key = definition?.type === "agent" ? definition.config.agentId : undefined;
    if (key === undefined || agentKeys.has(key)) return [];
    return [
      fault("UNKNOWN_AGENT", `Node "${id}" names the agent "${key}", but the workspace has no such agent.`, {
        nodeId: id,
        path: ["config", "agentId"],
      }),
    ];
  });
}
