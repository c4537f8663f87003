import type { Problem } from "#core/errors.ts";
import { parseTemplate, type TemplatePart } from "#core/expression/syntax/parse-template.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { type ToolConfig, toolSources } from "#core/nodes/tools/agent-tools.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, placeText, shortened, warning } from "../problem.ts";

/** A tool of a node, with its place in it. */
interface Placed {
  readonly node: NodeDefinition;
  readonly tool: ToolConfig;
  readonly path: readonly (string | number)[];
}

/** What an agent's tools can never do, and what they must not. */
export function checkTools(graph: Graph): readonly Problem[] {
  return graph.nodes
    .flatMap(({ definition }) =>
      definition?.type !== "agent"
        ? []
        : (definition.config.tools ?? []).map((tool, index) => ({
            node: definition,
            tool,
            path: ["config", "tools", index],
          })),
    )
    .flatMap((placed) => [...badInput(placed), ...chosenHost(placed), ...unknownArgs(placed)]);
}

function badInput({ node, tool, path }: Placed): readonly Problem[] {
  if (tool.input.type !== "object") {
    const place = [...path, "input", "type"];
    const message = `Node "${node.id}": ${placeText(node, [...path, "input"])} must describe an object with its fields: give it type: object.`;
    return [fault("BAD_SCHEMA", message, { nodeId: node.id, path: place })];
  }
  return checkJsonSchema(tool.input).map((found) => {
    const place = [...path, "input", ...found.path];
    const message = `Node "${node.id}": ${shortened(placeText(node, place))} ${found.message}.`;
    return fault("BAD_SCHEMA", message, { nodeId: node.id, path: place });
  });
}

/** The author decides where a tool leads; a model that was talked into something else must not. */
function chosenHost({ node, tool, path }: Placed): readonly Problem[] {
  if (tool.kind === "pipeline") return [];
  const parsed = parseTemplate(tool.url);
  if (!parsed.ok || !letsModelChoose(parsed.template.parts)) return [];
  const place = [...path, "url"];
  const message = `Node "${node.id}": ${placeText(node, place)} lets the model choose where the request goes: write the host and a slash before the first args, such as https://api.example.com/{{ args.id }}.`;
  return [fault("BAD_VALUE", message, { nodeId: node.id, path: place })];
}

const argField = /(?<![\w.])args\.([A-Za-z_]\w*)/g;

/** A model passes what the schema lists: a field that is not among them is most likely misspelt. */
function unknownArgs({ node, tool, path }: Placed): readonly Problem[] {
  const { properties, additionalProperties = null } = tool.input;
  if (!isJsonObject(properties) || isJsonObject(additionalProperties) || additionalProperties === true)
    return [];
  return toolSources([tool]).flatMap(({ path: within, source, kind }) => {
    const expressions = kind === "template" ? insertionsOf(source) : [source];
    const named = expressions.flatMap((text) => [...text.matchAll(argField)].map(([, name = ""]) => name));
    const unknown = [...new Set(named)].filter((name) => !Object.hasOwn(properties, name));
    // The path of a source begins with the tool's index in the list that was passed in.
    const place = [...path, ...within.slice(2)];
    return unknown.map((name) =>
      warning(
        "UNKNOWN_REFERENCE",
        `Node "${node.id}": ${placeText(node, place)}: its input lists no field "${name}", so the model does not know that it should give one. It lists ${namesOf(properties)}.`,
        { nodeId: node.id, path: place },
      ),
    );
  });
}

function insertionsOf(source: string): readonly string[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.template.parts.flatMap((part) => (part.kind === "text" ? [] : [part.expression.source]));
}

function namesOf(properties: JsonObject): string {
  const names = Object.keys(properties);
  return names.length === 0 ? "none" : shortened(names.join(", "));
}

const isPastHost = /^\s*https?:\/\/[^/?#\\]+[/?#]/i;

function letsModelChoose(parts: readonly TemplatePart[]): boolean {
  let before = "";
  for (const part of parts) {
    if (isPastHost.test(before)) return false;
    if (part.kind === "insertion" && part.expression.references.usesArgs) return true;
    // An insertion at the beginning provides the address, elsewhere a part of it.
    if (part.kind === "insertion") before += before.trim() === "" ? "https://host" : "host";
    else before += part.text;
  }
  return false;
}
