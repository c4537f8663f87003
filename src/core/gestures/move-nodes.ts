import { EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import type { PlanGesture } from "./gesture.ts";
import { sketchOf } from "./sketch.ts";
import { nodeNameOf } from "./ways.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Writes the positions of nodes in the drawing; whole pixels. `moved` are those that were dragged. */
export function moveNodes(places: ReadonlyMap<string, Place>, moved: readonly string[]): PlanGesture {
  return (value) => {
    const sketch = sketchOf(value);
    const edits = sketch.nodes.flatMap(({ id, index, raw }): readonly TextEdit[] => {
      const place = places.get(id);
      if (place === undefined) return [];
      const position = { x: Math.round(place.x), y: Math.round(place.y) };
      const written = JSON.stringify(raw.position);
      return written === JSON.stringify(position)
        ? []
        : [{ kind: "set", path: ["nodes", index, "position"], value: position }];
    });
    const [first] = sketch.nodes.filter(({ id }) => id === moved[0]);
    const name =
      moved.length === 1 && first !== undefined ? `Move ${nodeNameOf(first)}` : `Move ${moved.length} nodes`;
    return { name, edits, chosen: moved };
  };
}

/** Removes all positions, so that the layout determines them. */
export function layOutByItself(): PlanGesture {
  return (value) => {
    const placed = sketchOf(value).nodes.filter(({ raw }) => Object.hasOwn(raw, "position"));
    if (placed.length === 0) throw new EditRefused("The drawing is already laid out automatically.");
    return {
      name: "Lay out automatically",
      edits: placed.map(({ index }) => ({ kind: "remove", path: ["nodes", index, "position"] })),
    };
  };
}
