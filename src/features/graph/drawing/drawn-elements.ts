import type { FlowEdge } from "../components/graph-edge.tsx";
import type { FlowNode } from "../components/graph-node-view.tsx";
import { handlesOf } from "../flow-elements.ts";
import type { NodePlaces } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";

/** Their rendered width. */
const handles = handlesOf(16);

/** Nodes for React Flow. Unchanged nodes keep their object, so that only changed ones are rendered again. */
export class DrawnNodes {
  #last: ReadonlyMap<string, FlowNode> = new Map();
  #wasFar = false;

  /** A node that becomes a plain box, or the reverse, is a new object, because its handles change. */
  make(drawing: Drawing, chosen: readonly string[], dragged: NodePlaces, isFar: boolean): FlowNode[] {
    if (isFar !== this.#wasFar) this.#last = new Map();
    this.#wasFar = isFar;
    const chosenIds = new Set(chosen);
    // The roving tab stop; arrow keys lead to the others.
    const tabStopId = chosen[0] ?? drawing.nodes[0]?.id;
    const made = drawing.nodes.map((node): FlowNode => {
      const position = dragged.get(node.id) ?? node.position;
      const selected = chosenIds.has(node.id);
      const isTabStop = node.id === tabStopId;
      const last = this.#last.get(node.id);
      const isSame =
        last !== undefined &&
        last.data.shape === node.data.shape &&
        last.data.isTabStop === isTabStop &&
        last.selected === selected &&
        last.position.x === position.x &&
        last.position.y === position.y &&
        last.handles === handles[drawing.direction];
      return isSame
        ? last
        : {
            ...node,
            data: { ...node.data, isTabStop },
            position: { ...position },
            selected,
            handles: handles[drawing.direction],
          };
    });
    this.#last = new Map(made.map((node) => [node.id, node]));
    return made;
  }
}

/** The edges, with the selected ones marked. */
export function drawnEdges(drawing: Drawing, chosenIds: ReadonlySet<string>): FlowEdge[] {
  if (chosenIds.size === 0) return drawing.edges;
  return drawing.edges.map((edge) => (chosenIds.has(edge.id) ? { ...edge, selected: true } : edge));
}
