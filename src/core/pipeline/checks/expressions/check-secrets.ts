import type { Problem } from "#core/errors.ts";
import type { Graph, GraphNode } from "../../graph/graph.ts";
import { placeText, warning } from "../../problem.ts";
import { secretUses } from "../../secrets-of.ts";

/**
 * Every secret that is named exists in the workspace. A warning, because a definition may come before its secrets; a
 * run that lacks one is refused. Without `secretNames` this is unknown, and nothing is reported.
 */
export function checkSecrets(graph: Graph, secretNames: ReadonlySet<string> | undefined): readonly Problem[] {
  if (secretNames === undefined) return [];
  return graph.nodes.flatMap(({ id, definition }) =>
    (definition === null ? [] : secretUses(definition))
      .filter(({ name }) => !secretNames.has(name))
      .map(({ name, path }) =>
        warning(
          "UNKNOWN_SECRET",
          `Node "${id}"${inTool(definition, path)} names the secret ${name}, which the workspace does not have: no run can start until it is added under Provider keys.`,
          { nodeId: id, path },
        ),
      ),
  );
}

/** `: tool "look"`, if an agent's tool names it. */
function inTool(node: GraphNode["definition"], path: readonly PropertyKey[]): string {
  const [config, tools] = path;
  return config === "config" && tools === "tools" ? `: ${placeText(node, path.slice(0, 3))}` : "";
}
