import { describe, expect, it } from "vitest";
import { type Alignment, alignedPlaces } from "./align-places.ts";

const places = new Map([
  ["a", { x: 0, y: 10 }],
  ["b", { x: 30, y: 0 }],
  ["c", { x: 100, y: 90 }],
  ["other", { x: 7, y: 7 }],
]);
const aligned = (alignment: Alignment, chosen = ["c", "a", "b"]) => {
  const found = alignedPlaces(places, chosen, alignment);
  return ["a", "b", "c"].map((id) => [found.get(id)?.x, found.get(id)?.y]);
};

describe("aligned nodes", () => {
  it.each<[Alignment, number[][]]>([
    [
      "left",
      [
        [0, 10],
        [0, 0],
        [0, 90],
      ],
    ],
    [
      "right",
      [
        [100, 10],
        [100, 0],
        [100, 90],
      ],
    ],
    [
      "top",
      [
        [0, 0],
        [30, 0],
        [100, 0],
      ],
    ],
    [
      "bottom",
      [
        [0, 90],
        [30, 90],
        [100, 90],
      ],
    ],
    [
      "across",
      [
        [0, 10],
        [50, 0],
        [100, 90],
      ],
    ],
    [
      "down",
      [
        [0, 45],
        [30, 0],
        [100, 90],
      ],
    ],
  ])("along %s", (alignment, expected) => expect(aligned(alignment)).toEqual(expected));

  it("leave all others in place, and need a minimum number", () => {
    expect(alignedPlaces(places, ["a", "b"], "left").get("other")).toEqual({ x: 7, y: 7 });
    expect(alignedPlaces(places, ["a", "b"], "across")).toBe(places);
    expect(alignedPlaces(places, ["a", "gone"], "left")).toBe(places);
  });
});
