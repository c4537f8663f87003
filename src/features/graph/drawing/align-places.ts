import type { NodePlace, NodePlaces } from "../node-place.ts";

/** The edge along which nodes are aligned, or the axis along which they are distributed evenly. */
export const alignments = ["left", "right", "top", "bottom", "across", "down"] as const;
export type Alignment = (typeof alignments)[number];

/** The minimum number of nodes for it to have an effect. */
export function leastAligned(alignment: Alignment): number {
  return alignment === "across" || alignment === "down" ? 3 : 2;
}

/**
 * The places of nodes after the selected ones are aligned. All have the same size, so aligning right edges aligns left
 * ones too: `left` and `right` differ in which node the others follow. Distributing keeps the outermost two in place.
 */
export function alignedPlaces(
  places: NodePlaces,
  chosen: readonly string[],
  alignment: Alignment,
): NodePlaces {
  const own = chosen.flatMap((id): readonly (readonly [string, NodePlace])[] => {
    const place = places.get(id);
    return place === undefined ? [] : [[id, place]];
  });
  if (own.length < leastAligned(alignment)) return places;
  return new Map([...places, ...moved(own, alignment)]);
}

type Placed = readonly (readonly [string, NodePlace])[];

function moved(own: Placed, alignment: Alignment): Placed {
  const xs = own.map(([, { x }]) => x);
  const ys = own.map(([, { y }]) => y);
  switch (alignment) {
    case "left":
      return own.map(([id, { y }]) => [id, { x: Math.min(...xs), y }]);
    case "right":
      return own.map(([id, { y }]) => [id, { x: Math.max(...xs), y }]);
    case "top":
      return own.map(([id, { x }]) => [id, { x, y: Math.min(...ys) }]);
    case "bottom":
      return own.map(([id, { x }]) => [id, { x, y: Math.max(...ys) }]);
    case "across":
      return spread(own, "x");
    case "down":
      return spread(own, "y");
  }
}

/** Keeps their order, with equal gaps. */
function spread(own: Placed, axis: "x" | "y"): Placed {
  const sorted = own.toSorted(([, left], [, right]) => left[axis] - right[axis]);
  const [first, last] = [sorted[0]?.[1][axis] ?? 0, sorted.at(-1)?.[1][axis] ?? 0];
  const gap = (last - first) / (sorted.length - 1);
  return sorted.map(([id, place], index) => [id, { ...place, [axis]: Math.round(first + index * gap) }]);
}
