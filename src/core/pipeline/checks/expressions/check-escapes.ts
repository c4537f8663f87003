import type { Problem } from "#core/errors.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Graph } from "../../graph/graph.ts";
import { nodeSources } from "../../node-sources.ts";
import { placeText, warning } from "../../problem.ts";

/**
 * Backslashes that turn braces into text where most likely a path or a number should end with one, followed by a value.
 */
export function checkEscapes(graph: Graph): readonly Problem[] {
  return graph.nodes.flatMap(({ id, definition }) =>
    (definition === null ? [] : nodeSources(definition)).flatMap(({ kind, source, path }) => {
      const parsed = kind === "template" ? parseTemplate(source) : null;
      const position = parsed?.ok === true ? parsed.template.doubtfulEscapes[0] : undefined;
      if (position === undefined) return [];
      const message = `Node "${id}": ${placeText(definition, path)}: \\{{ stands for two braces, so nothing is inserted at character ${position + 1}. Write \\\\{{ for a backslash and a value.`;
      return [warning("ESCAPED_BRACES", message, { nodeId: id, path })];
    }),
  );
}
