import type { Problem } from "#core/errors.ts";
import { parseTemplate, type TemplatePart } from "#core/expression/syntax/parse-template.ts";
import type { ToolConfig } from "#core/nodes/agent-tools.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, pathText, shortened } from "../problem.ts";

/** A tool of a node, with its place in it. */
interface Placed {
  readonly nodeId: string;
  readonly tool: ToolConfig;
  readonly path: readonly (string | number)[];
}

/** What an agent's tools can never do, and what they must not. */
export function checkTools(graph: Graph): readonly Problem[] {
  return graph.nodes
    .flatMap(({ id, definition }) =>
      definition?.type !== "agent"
        ? []
        : (definition.config.tools ?? []).map((tool, index) => ({
            nodeId: id,
            tool,
            path: ["config", "tools", index],
          })),
    )
    .flatMap((placed) => [...badInput(placed), ...chosenHost(placed)]);
}

function badInput({ nodeId, tool, path }: Placed): readonly Problem[] {
  if (tool.input.type !== "object") {
    const place = [...path, "input", "type"];
    const message = `Node "${nodeId}": ${pathText([...path, "input"])} must describe an object with its fields: give it type: object.`;
    return [fault("BAD_SCHEMA", message, { nodeId, path: place })];
  }
  return checkJsonSchema(tool.input).map((found) => {
    const place = [...path, "input", ...found.path];
    const message = `Node "${nodeId}": ${shortened(pathText(place))} ${found.message}.`;
    return fault("BAD_SCHEMA", message, { nodeId, path: place });
  });
}

/** Its author says where a tool leads; a model that was talked into something else must not. */
function chosenHost({ nodeId, tool, path }: Placed): readonly Problem[] {
  const parsed = parseTemplate(tool.url);
  if (!parsed.ok || !letsModelChoose(parsed.template.parts)) return [];
  const place = [...path, "url"];
  const message = `Node "${nodeId}": ${pathText(place)} lets the model choose where the request goes: write the host and a slash before the first args, such as https://api.example.com/{{ args.id }}.`;
  return [fault("BAD_VALUE", message, { nodeId, path: place })];
}

const isPastHost = /^\s*https?:\/\/[^/?#\\]+[/?#]/i;

function letsModelChoose(parts: readonly TemplatePart[]): boolean {
  let before = "";
  for (const part of parts) {
    if (isPastHost.test(before)) return false;
    if (part.kind === "insertion" && part.expression.references.usesArgs) return true;
    // What is inserted at the beginning brings the address, elsewhere a part of it.
    if (part.kind === "insertion") before += before.trim() === "" ? "https://host" : "host";
    else before += part.text;
  }
  return false;
}
