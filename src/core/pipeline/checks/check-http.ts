import type { Problem } from "#core/errors.ts";
import { parseTemplate, type TemplatePart } from "#core/expression/syntax/parse-template.ts";
import type { HttpRequestConfig } from "#core/nodes/http-request.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, warning } from "../problem.ts";

/** What an HTTP request can never send, and what it would hardly send as its author means it. */
export function checkHttp(graph: Graph): readonly Problem[] {
  return graph.nodes.flatMap(({ id, definition }) =>
    definition?.type === "action" && definition.config.action === "http.request"
      ? [
          ...bodyWithoutPlace(id, definition.config),
          ...queryInPieces(id, definition.config),
          ...unsafeJson(id, definition.config),
        ]
      : [],
  );
}

function bodyWithoutPlace(nodeId: string, { method, body }: HttpRequestConfig): readonly Problem[] {
  if (body === undefined || (method !== "GET" && method !== "HEAD")) return [];
  return [
    fault(
      "BAD_VALUE",
      `Node "${nodeId}": config.body cannot be sent with the method ${method}: set method to POST, PUT or PATCH, or remove the body.`,
      { nodeId, path: ["config", "body"] },
    ),
  ];
}

/** A text with insertions would let what is inserted add parameters of its own. */
function queryInPieces(nodeId: string, { query }: HttpRequestConfig): readonly Problem[] {
  if (typeof query !== "string") return [];
  const parsed = parseTemplate(query);
  if (!parsed.ok || isOneInsertion(parsed.template.parts)) return [];
  return [
    fault(
      "BAD_VALUE",
      `Node "${nodeId}": config.query must be an object of parameters, such as { q: "{{ input }}" }, or one {{ expression }}.`,
      { nodeId, path: ["config", "query"] },
    ),
  ];
}

function isOneInsertion([only, ...others]: readonly TemplatePart[]): boolean {
  return only?.kind === "insertion" && others.length === 0;
}

function unsafeJson(nodeId: string, { body }: HttpRequestConfig): readonly Problem[] {
  if (typeof body !== "string" || !/^\s*[[{](?!\{)/.test(body)) return [];
  const parsed = parseTemplate(body);
  if (!parsed.ok || !insertsInsideQuotes(parsed.template.parts)) return [];
  return [
    warning(
      "UNSAFE_JSON",
      `Node "${nodeId}": config.body is JSON with an insertion inside quotes, which a quote or a line break in the inserted text breaks. Write the body as an object, such as body: { text: "{{ input }}" }, or insert toJson(...) without quotes around it.`,
      { nodeId, path: ["config", "body"] },
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
