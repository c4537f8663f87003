import type { FlowEdge } from "../components/graph-edge.tsx";
import type { GroupShape } from "../graph-shape.ts";
import type { NodePlaces } from "../node-place.ts";
import { frameOf } from "./marks-geometry.ts";

/** The folded group that contains a node, by the node's id. */
export type FoldedNodes = ReadonlyMap<string, string>;

/** Whether a group is drawn as a box. It opens while one of its nodes is selected, however that happened. */
export function isFolded(
  { id, nodeIds }: GroupShape,
  folded: ReadonlySet<string>,
  chosen: readonly string[],
): boolean {
  return folded.has(id) && !nodeIds.some((node) => chosen.includes(node));
}

/** The nodes of folded groups. */
export function foldedNodes(
  groups: readonly GroupShape[],
  folded: ReadonlySet<string>,
  chosen: readonly string[],
): FoldedNodes {
  const shut = groups.filter((group) => isFolded(group, folded, chosen));
  return new Map(shut.flatMap(({ id, nodeIds }) => nodeIds.map((node) => [node, id] as const)));
}

/** The edges with folded groups as their ends, without duplicates and without those inside one group. */
export function foldedEdges(edges: FlowEdge[], folded: FoldedNodes): FlowEdge[] {
  if (folded.size === 0) return edges;
  const drawn = new Map<string, FlowEdge>();
  for (const edge of edges) {
    const [source, target] = [folded.get(edge.source) ?? edge.source, folded.get(edge.target) ?? edge.target];
    const isSame = source === edge.source && target === edge.target;
    const key = isSame ? edge.id : JSON.stringify([source, target, edge.data?.shape.condition]);
    if (source !== target && !drawn.has(key)) drawn.set(key, isSame ? edge : { ...edge, source, target });
  }
  return [...drawn.values()];
}

/** The places of nodes and of folded groups, which are at the corner of their frames. */
export function placesWithFolded(
  groups: readonly GroupShape[],
  places: NodePlaces,
  folded: FoldedNodes,
): NodePlaces {
  if (folded.size === 0) return places;
  const shut = new Set(folded.values());
  const own = groups.flatMap((group) => {
    const frame = shut.has(group.id) ? frameOf(group, places) : null;
    return frame === null ? [] : [[group.id, { x: frame.x, y: frame.y }] as const];
  });
  return new Map([...places, ...own]);
}
