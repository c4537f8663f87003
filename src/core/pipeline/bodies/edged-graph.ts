import { isObject } from "#core/json/is-object.ts";
import { mayHaveBody } from "#core/nodes/type-of.ts";
import { fieldOf, listIn } from "../graph/graph.ts";
import { type NextAsEdges, withNextAsEdges } from "../graph/next-edges.ts";

/**
 * A graph as its author wrote it, including the bodies of its nodes; everywhere, `next` has been converted to edges.
 */
export interface EdgedGraph extends NextAsEdges {
  readonly bodies: readonly EdgedBody[];
}

export interface EdgedBody {
  /** The node as written, and its place in the list of nodes. */
  readonly owner: unknown;
  readonly index: number;
  readonly graph: EdgedGraph;
}

/** Reads a graph, however incomplete. The caller must have limited how deeply it is nested. */
export function edgedGraph(raw: unknown): EdgedGraph {
  const bodies: EdgedBody[] = [];
  const nodes = listIn(raw, "nodes").map((node, index) => {
    const body = writtenBody(node);
    if (body === null) return node;
    const graph = edgedGraph(body);
    bodies.push({ owner: node, index, graph });
    return { ...Object(node), config: { ...Object(fieldOf(node, "config")), body: graph.raw } };
  });
  return { ...withNextAsEdges(bodies.length === 0 ? raw : { ...Object(raw), nodes }), bodies };
}

/** The body of a node as written; null if it has none, or one that is not a graph. */
export function writtenBody(node: unknown): object | null {
  const body = mayHaveBody(fieldOf(node, "type")) ? fieldOf(fieldOf(node, "config"), "body") : undefined;
  return isObject(body) ? body : null;
}
