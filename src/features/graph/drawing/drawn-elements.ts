import { Position } from "@xyflow/react";
import type { FlowEdge } from "../components/graph-edge.tsx";
import type { FlowNode } from "../components/graph-node.tsx";
import { type GraphDirection, type NodePlaces, nodeSize } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";

/** Where lines begin and end; given, so that nothing has to be measured. */
const handles: Readonly<Record<GraphDirection, NonNullable<FlowNode["handles"]>>> = {
  LR: [
    { type: "target", position: Position.Left, x: 0, y: nodeSize.height / 2, width: 0, height: 0 },
    {
      type: "source",
      position: Position.Right,
      x: nodeSize.width,
      y: nodeSize.height / 2,
      width: 0,
      height: 0,
    },
  ],
  TB: [
    { type: "target", position: Position.Top, x: nodeSize.width / 2, y: 0, width: 0, height: 0 },
    {
      type: "source",
      position: Position.Bottom,
      x: nodeSize.width / 2,
      y: nodeSize.height,
      width: 0,
      height: 0,
    },
  ],
};

/**
 * The nodes of a drawing as its library takes them. One that is as it was is the same object, so that only those are
 * drawn again that have changed.
 */
export class DrawnNodes {
  #last: ReadonlyMap<string, FlowNode> = new Map();

  make(drawing: Drawing, chosenIds: ReadonlySet<string>, dragged: NodePlaces): FlowNode[] {
    const made = drawing.nodes.map((node): FlowNode => {
      const position = dragged.get(node.id) ?? node.position;
      const selected = chosenIds.has(node.id);
      const last = this.#last.get(node.id);
      const isSame =
        last !== undefined &&
        last.data === node.data &&
        last.selected === selected &&
        last.position.x === position.x &&
        last.position.y === position.y &&
        last.handles === handles[drawing.direction];
      return isSame
        ? last
        : {
            ...node,
            position: { ...position },
            // What is out of sight is not on the page, and cannot be measured there.
            measured: { ...nodeSize },
            selected,
            handles: handles[drawing.direction],
          };
    });
    this.#last = new Map(made.map((node) => [node.id, node]));
    return made;
  }
}

/** The edges, with those marked that are chosen. */
export function drawnEdges(drawing: Drawing, chosenIds: ReadonlySet<string>): FlowEdge[] {
  if (chosenIds.size === 0) return drawing.edges;
  return drawing.edges.map((edge) => (chosenIds.has(edge.id) ? { ...edge, selected: true } : edge));
}
