import { pathFromTop } from "#core/definition-text/locate-problem.ts";
import type { Problem } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { listIn } from "#core/pipeline/graph/graph.ts";
import { graphWithin, type Within } from "./in-body.ts";

type Path = readonly (string | number)[];

/** A place: in the innermost graph, at a node of it, at a path in that. */
export interface InnerPlace {
  readonly within: Within;
  /** Null for a place that is not in a node with an id. */
  readonly nodeId: string | null;
  readonly path: Path;
}

/** The innermost node that a problem is about: problems of a body are reported at the node around it. */
export function innerPlace(value: Json, problem: Problem): InnerPlace {
  const within: string[] = [];
  let graph = value;
  let path = pathFromTop(value, problem);
  for (;;) {
    const [list, index, ...rest] = path;
    const node = list === "nodes" && typeof index === "number" ? listIn(graph, "nodes")[index] : undefined;
    const id = isJsonObject(node as Json) ? (node as { readonly id?: unknown }).id : undefined;
    if (typeof id !== "string") return { within, nodeId: null, path };
    const isInside = rest[0] === "config" && rest[1] === "body" && rest[2] === "nodes" && rest.length > 3;
    if (!isInside) return { within, nodeId: id, path: rest };
    within.push(id);
    graph = graphWithin(graph, [id]).value;
    path = rest.slice(2);
  }
}

/**
 * The problems of one body as problems of its own nodes, worded accordingly. Deeper ones stay at the node around them.
 */
export function problemsWithin<Found extends Problem>(
  value: Json,
  within: Within,
  problems: readonly Found[],
): readonly Found[] {
  if (within.length === 0) return problems;
  return problems.flatMap((problem): readonly Found[] => {
    const place = innerPlace(value, problem);
    if (!within.every((id, depth) => place.within[depth] === id)) return [];
    const deeper = place.within[within.length];
    const nodeId = deeper ?? place.nodeId;
    const { nodeId: _, edgeId: __, ...rest } = problem;
    const path = deeper === undefined ? place.path : ["config", "body"];
    const message = asSaidInside(problem.message, nodeId, within.length);
    return [{ ...rest, ...(nodeId === null ? {} : { nodeId }), path: [...path], message } as Found];
  });
}

/** `In the body of node "each": ` precedes the message for each body; for a missing field, the whole path does. */
function asSaidInside(message: string, nodeId: string | null, depth: number): string {
  const around = new RegExp(`^(?:In the body of (?:node "[^"]*"|a node): ){1,${depth}}`);
  const way = new RegExp(`^Node "[^"]*": (?:config\\.body\\.nodes\\[\\d+\\]\\.){${depth}}`);
  const words = message.replace(around, "");
  return nodeId === null ? words : words.replace(way, `Node "${nodeId}": `);
}
