import type { Problem } from "#core/errors.ts";
import { parseTemplate, type TemplatePart } from "#core/expression/syntax/parse-template.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import type { HttpRequestConfig } from "#core/nodes/actions/http-request.ts";
import { undoOf } from "#core/nodes/undo-of.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, placeText, warning } from "../problem.ts";

/** A request of a node, or of its undo, with its place in the node. */
interface Request {
  readonly node: NodeDefinition;
  readonly config: HttpRequestConfig;
  readonly path: readonly (string | number)[];
}

/** What an HTTP request can never send, and what it would probably not send as its author intended. */
export function checkHttp(graph: Graph): readonly Problem[] {
  return graph.nodes
    .flatMap(requestsOf)
    .flatMap((request) => [...bodyWithoutPlace(request), ...queryInPieces(request), ...unsafeJson(request)]);
}

function requestsOf({ definition }: Graph["nodes"][number]): readonly Request[] {
  if (definition?.type === "agent") {
    return (definition.config.tools ?? []).flatMap((tool, index) =>
      tool.kind !== "http"
        ? []
        : [
            {
              node: definition,
              config: { action: "http.request" as const, ...tool },
              path: ["config", "tools", index],
            },
          ],
    );
  }
  if (definition?.type !== "action") return [];
  return [
    ...requestIn(definition, definition.config, ["config"]),
    ...requestIn(definition, undoOf(definition), ["config", "undo"]),
  ];
}

function requestIn(
  node: NodeDefinition,
  config: ActionConfig | null,
  path: readonly string[],
): readonly Request[] {
  return config?.action === "http.request" ? [{ node, config, path }] : [];
}

function bodyWithoutPlace({ node, config: { method, body }, path }: Request): readonly Problem[] {
  if (body === undefined || (method !== "GET" && method !== "HEAD")) return [];
  const place = [...path, "body"];
  return [
    fault(
      "BAD_VALUE",
      `Node "${node.id}": ${placeText(node, place)} cannot be sent with the method ${method}: set method to POST, PUT or PATCH, or remove the body.`,
      { nodeId: node.id, path: place },
    ),
  ];
}

/** In a text with insertions, an inserted value could add parameters of its own. */
function queryInPieces({ node, config: { query }, path }: Request): readonly Problem[] {
  if (typeof query !== "string") return [];
  const parsed = parseTemplate(query);
  if (!parsed.ok || isOneInsertion(parsed.template.parts)) return [];
  const place = [...path, "query"];
  return [
    fault(
      "BAD_VALUE",
      `Node "${node.id}": ${placeText(node, place)} must be an object of parameters, such as { q: "{{ input }}" }, or one {{ expression }}.`,
      { nodeId: node.id, path: place },
    ),
  ];
}

function isOneInsertion([only, ...others]: readonly TemplatePart[]): boolean {
  return only?.kind === "insertion" && others.length === 0;
}

function unsafeJson({ node, config: { body }, path }: Request): readonly Problem[] {
  if (typeof body !== "string" || !/^\s*[[{](?!\{)/.test(body)) return [];
  const parsed = parseTemplate(body);
  if (!parsed.ok || !insertsInsideQuotes(parsed.template.parts)) return [];
  const place = [...path, "body"];
  return [
    warning(
      "UNSAFE_JSON",
      `Node "${node.id}": ${placeText(node, place)} is JSON with an insertion inside quotes, which a quote or a line break in the inserted text breaks. Write the body as an object, such as body: { text: "{{ input }}" }, or insert toJson(...) without quotes around it.`,
      { nodeId: node.id, path: place },
    ),
  ];
}

function insertsInsideQuotes(parts: readonly TemplatePart[]): boolean {
  let isInside = false;
  return parts.some((part) => {
    if (part.kind === "insertion") return isInside;
    const quotes = part.text.replace(/\\./g, "").match(/"/g)?.length ?? 0;
    isInside = isInside !== (quotes % 2 === 1);
    return false;
  });
}
