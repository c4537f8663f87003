import type { Problem } from "#core/errors.ts";
import { fieldOf, listIn } from "../graph/graph.ts";

/**
 * A problem of a body as one of the definition around it: at the node with the body, with the place inside that. Null
 * for a problem that concerns neither a node nor an edge of the body: the definition around it has that problem itself.
 */
export function placeInBody(problem: Problem, owner: unknown, index: number, body: unknown): Problem | null {
  const inner = innerPath(problem, body);
  if (inner === null) return null;
  const { edgeId: _, nodeId: __, ...rest } = problem;
  const id = fieldOf(owner, "id");
  const path = ["config", "body", ...inner];
  const place = typeof id === "string" ? { nodeId: id, path } : { path: ["nodes", index, ...path] };
  const where = typeof id === "string" ? `the body of node "${id}"` : "the body of a node";
  return { ...rest, ...place, message: `In ${where}: ${problem.message}` };
}

function innerPath(
  { nodeId, edgeId, path = [] }: Problem,
  body: unknown,
): readonly (string | number)[] | null {
  const list = nodeId !== undefined ? "nodes" : edgeId !== undefined ? "edges" : null;
  if (list === null) return path[0] === "nodes" || path[0] === "edges" ? path : null;
  const at = listIn(body, list).findIndex((part) => fieldOf(part, "id") === (nodeId ?? edgeId));
  return at === -1 ? [list] : [list, at, ...path];
}
