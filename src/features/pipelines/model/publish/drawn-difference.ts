import { type Sketch, type SketchEdge, type SketchNode, sketchOf } from "#core/gestures/sketch.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import { type Drawable, drawableOf } from "../drawable.ts";

export type PartDifference = "added" | "removed" | "changed";

/** Two definitions in one graph: what both have, and what only one has. */
export interface DrawnDifference {
  readonly drawable: Drawable;
  /** By node id; unchanged nodes are left out. Moving a node is not a change. */
  readonly nodes: ReadonlyMap<string, PartDifference>;
  /** By the edge's id in this graph. */
  readonly edges: ReadonlyMap<string, "added" | "removed">;
}

/** The difference between two definitions, as a graph of both. */
export function drawnDifference(before: Json, after: Json): DrawnDifference {
  const [was, is] = [sketchOf(before), sketchOf(after)];
  const gone = was.nodes.filter(({ id }) => !is.nodes.some((node) => node.id === id));
  const wayOf = ({ from, to, condition }: SketchEdge) => JSON.stringify([from, to, condition]);
  const only = (edges: readonly SketchEdge[], others: readonly SketchEdge[]) => {
    const known = new Set(others.map(wayOf));
    return edges.filter((edge) => !known.has(wayOf(edge)));
  };
  const [goneEdges, newEdges] = [only(was.edges, is.edges), only(is.edges, was.edges)];
  return {
    drawable: drawableOf(togetherOf(is, gone, goneEdges)),
    nodes: nodeDifferences(was, is),
    edges: new Map([
      ...goneEdges.map(({ id }) => [goneId(id), "removed"] as const),
      ...newEdges.map(({ id }) => [id, "added"] as const),
    ]),
  };
}

function nodeDifferences(was: Sketch, is: Sketch): ReadonlyMap<string, PartDifference> {
  const before = new Map(was.nodes.map((node) => [node.id, node]));
  const after = new Set(is.nodes.map(({ id }) => id));
  const found = new Map<string, PartDifference>();
  for (const { id } of was.nodes) if (!after.has(id)) found.set(id, "removed");
  for (const node of is.nodes) {
    const known = before.get(node.id);
    if (known === undefined) found.set(node.id, "added");
    else if (!sameJson(essence(known), essence(node))) found.set(node.id, "changed");
  }
  return found;
}

function essence({ raw: { position: _position, next: _next, ...raw } }: SketchNode): JsonObject {
  return raw;
}

/** No edge in a definition has such an id. */
const goneId = (id: string) => `removed: ${id}`;

function togetherOf(is: Sketch, gone: readonly SketchNode[], goneEdges: readonly SketchEdge[]): Json {
  const nodes = [...is.nodes, ...gone].map(({ raw: { next: _, ...raw } }) => raw);
  const edge = ({ id, from, to, condition }: SketchEdge): JsonObject => ({
    id,
    from,
    to,
    ...(condition === null ? {} : { condition }),
  });
  const edges = [...is.edges.map(edge), ...goneEdges.map((one) => ({ ...edge(one), id: goneId(one.id) }))];
  return { nodes: nodes.filter(isJsonObject), edges };
}
