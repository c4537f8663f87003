import type { Node } from "@xyflow/react";
import type { GraphShape, GroupShape, NoteShape } from "../graph-shape.ts";
import type { NodePlaces } from "../node-place.ts";
import { frameOf } from "./marks-geometry.ts";

export type FlowNote = Node<{ readonly shape: NoteShape }, "note">;
export type FlowFrame = Node<{ readonly shape: GroupShape }, "frame">;

/** Notes, and the frames of groups, as the drawing's library takes them. Frames lie under everything else. */
export function drawnMarks(
  { notes = [], groups = [] }: GraphShape,
  places: NodePlaces,
  chosenIds: ReadonlySet<string>,
): (FlowNote | FlowFrame)[] {
  const frames = groups.flatMap((shape): readonly FlowFrame[] => {
    const frame = frameOf(shape, places);
    if (frame === null) return [];
    const { x, y, width, height } = frame;
    return [
      {
        id: shape.id,
        type: "frame",
        position: { x, y },
        width,
        height,
        measured: { width, height },
        handles: [],
        data: { shape },
        selected: chosenIds.has(shape.id),
        zIndex: -1,
        dragHandle: ".graph-frame-name",
        // What lies in the frame, and the drawing under it, have the pointer.
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
