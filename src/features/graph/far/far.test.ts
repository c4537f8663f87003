import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flowEdges } from "../flow-elements.ts";
import { nodeSize } from "../node-place.ts";
import { farLines } from "./far-lines.ts";
import { isFarAt } from "./is-far.ts";
import { boxesPath, overviewBox } from "./overview-box.ts";
import { hasOverview, overviewRoom, overviewSide } from "./overview-room.ts";

describe("a graph that is zoomed out", () => {
  it("shows text again only clearly above the zoom at which it disappeared", () => {
    expect([0.29, 0.33, 0.4].map((zoom) => isFarAt(zoom, false))).toEqual([true, false, false]);
    expect([0.29, 0.33, 0.4].map((zoom) => isFarAt(zoom, true))).toEqual([true, true, false]);
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1.5, noNaN: true }), fc.boolean(), (zoom, was) => {
        // At one zoom the answer is stable.
        expect(isFarAt(zoom, isFarAt(zoom, was))).toBe(isFarAt(zoom, was));
      }),
    );
  });

  it("has a line for each edge with visible ends, from side to side", () => {
    const node = (id: string) => ({ id, name: id, type: "agent", position: null });
    const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from, to, condition: null });
    const edges = flowEdges({ nodes: ["a", "b"].map(node), edges: [edge("a", "b"), edge("a", "gone")] });
    const places = new Map([
      ["a", { x: 0, y: 0 }],
      ["b", { x: 308, y: 100 }],
    ]);
    const { width, height } = nodeSize;
    const across = farLines(edges, places, "LR");
    expect(across).toHaveLength(1);
    expect(across[0]?.path).toBe(`M${width},${height / 2} C258,30 258,130 308,130`);
    expect(farLines(edges, places, "TB")[0]?.path).toBe(`M${width / 2},${height} C104,80 412,80 412,100`);
  });
});

describe("the minimap", () => {
  it("shows every box, in its own proportions", () => {
    expect(overviewBox([], 4 / 3)).toBeNull();
    const side = fc.integer({ min: -10_000, max: 10_000 });
    const length = fc.integer({ min: 1, max: 400 });
    const boxes = fc.array(fc.record({ x: side, y: side, width: length, height: length }), { minLength: 1 });
    fc.assert(
      fc.property(boxes, (some) => {
        const seen = overviewBox(some, 4 / 3);
        if (seen === null) throw new Error("Nothing is seen");
        expect(seen.width / seen.height).toBeCloseTo(4 / 3);
        for (const { x, y, width, height } of some) {
          expect(x).toBeGreaterThan(seen.x);
          expect(y).toBeGreaterThan(seen.y);
          expect(x + width).toBeLessThan(seen.x + seen.width);
          expect(y + height).toBeLessThan(seen.y + seen.height);
        }
      }),
    );
    expect(boxesPath([{ x: 1, y: 2, width: 3, height: 4 }])).toBe("M1,2h3v4h-3z");
  });

  it("reserves space where that shrinks the graph least, in regions that are large enough", () => {
    const row = (count: number, x: number, y: number) =>
      new Map(Array.from({ length: count }, (_, place) => [`n${place}`, { x: place * x, y: place * y }]));
    const room = { width: 1_200, height: 700 };
    expect(overviewSide(row(60, 256, 0), room, 132)).toBe("bottom");
    expect(overviewSide(row(60, 0, 84), room, 132)).toBe("right");
    expect(overviewSide(row(39, 0, 84), room, 132)).toBeNull();
    expect(overviewSide(row(60, 0, 84), null, 132)).toBeNull();
    expect([overviewRoom("right"), overviewRoom("bottom")]).toEqual([232, 182]);
    expect(hasOverview(60, { width: 360, height: 700 })).toBe(false);
    expect(hasOverview(60, { width: 1_200, height: 200 })).toBe(false);
  });
});
