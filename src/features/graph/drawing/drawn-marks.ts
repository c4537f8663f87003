import type { Node } from "@xyflow/react";
import { handlesOf } from "../flow-elements.ts";
import type { GraphShape, GroupShape, NoteShape } from "../graph-shape.ts";
import { type GraphDirection, type NodePlaces, nodeSize } from "../node-place.ts";
import type { FoldedNodes } from "./folded-groups.ts";
import { frameOf } from "./marks-geometry.ts";

const handles = handlesOf(0);

export type FlowNote = Node<{ readonly shape: NoteShape }, "note">;
export type FlowFrame = Node<{ readonly shape: GroupShape; readonly isFolded: boolean }, "frame">;

/** Notes and group frames for React Flow. Frames are below everything else. */
export function drawnMarks(
  { notes = [], groups = [] }: GraphShape,
  places: NodePlaces,
  chosenIds: ReadonlySet<string>,
  folded: FoldedNodes = new Map(),
  direction: GraphDirection = "LR",
): (FlowNote | FlowFrame)[] {
  const shut = new Set(folded.values());
  const frames = groups.flatMap((shape): readonly FlowFrame[] => {
    const frame = frameOf(shape, places);
    if (frame === null) return [];
    const isFolded = shut.has(shape.id);
    const { x, y } = frame;
    const { width, height } = isFolded ? nodeSize : frame;
    return [
      {
        id: shape.id,
        type: "frame",
        position: { x, y },
        width,
        height,
        measured: { width, height },
        handles: isFolded ? handles[direction] : [],
        data: { shape, isFolded },
        selected: chosenIds.has(shape.id),
        zIndex: isFolded ? 0 : -1,
        dragHandle: ".graph-frame-name",
        // Pointer events go to what is inside the frame, and to the canvas below it.
        style: { pointerEvents: "none" },
      },
    ];
  });
  const drawn = notes.map(
    (shape): FlowNote => ({
      id: shape.id,
      type: "note",
      position: { ...(places.get(shape.id) ?? shape.position) },
      ...shape.size,
      measured: { ...shape.size },
      handles: [],
      data: { shape },
      selected: chosenIds.has(shape.id),
    }),
  );
  return [...frames, ...drawn];
}
