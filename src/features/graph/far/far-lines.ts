import type { FlowEdge } from "../components/graph-edge.tsx";
import type { GraphEdgeShape } from "../graph-shape.ts";
import { type GraphDirection, type NodePlace, type NodePlaces, nodeSize } from "../node-place.ts";

export interface FarLine {
  readonly shape: GraphEdgeShape;
  readonly isChosen: boolean;
  /** An SVG path. */
  readonly path: string;
}

/** Lines between nodes, from the output side of one to the input side of the next. */
export function farLines(
  edges: readonly FlowEdge[],
  places: NodePlaces,
  direction: GraphDirection,
): readonly FarLine[] {
  return edges.flatMap(({ source, target, data, selected = false }): readonly FarLine[] => {
    const [from, to] = [places.get(source), places.get(target)];
    if (from === undefined || to === undefined || data === undefined) return [];
    return [{ shape: data.shape, isChosen: selected, path: lineBetween(from, to, direction) }];
  });
}

function lineBetween(from: NodePlace, to: NodePlace, direction: GraphDirection): string {
  const { width, height } = nodeSize;
  if (direction === "LR") {
    const [startX, startY] = [from.x + width, from.y + height / 2];
    const [endX, endY] = [to.x, to.y + height / 2];
    const bend = bendOf(endX - startX);
    return `M${startX},${startY} C${startX + bend},${startY} ${endX - bend},${endY} ${endX},${endY}`;
  }
  const [startX, startY] = [from.x + width / 2, from.y + height];
  const [endX, endY] = [to.x + width / 2, to.y];
  const bend = bendOf(endY - startY);
  return `M${startX},${startY} C${startX},${startY + bend} ${endX},${endY - bend} ${endX},${endY}`;
}

/** Half of the curve; a line that leads back goes around its nodes. */
function bendOf(distance: number): number {
  return distance >= 0 ? distance / 2 : 6.25 * Math.sqrt(-distance);
}
