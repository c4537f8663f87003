import { describe, expect, it } from "vitest";
import { chooseDirection } from "./choose-direction.ts";
import type { BothLayouts } from "./layout-graph.ts";

const layout = (direction: "LR" | "TB", width: number, height: number) =>
  ({ direction, width, height, places: new Map() }) as const;

/** Two nodes: 464 wide in a row, 156 high in a column. */
const both: BothLayouts = { across: layout("LR", 464, 60), down: layout("TB", 208, 156) };
const wide = { width: 600, height: 600 };
const narrow = { width: 300, height: 600 };

describe("the direction of a drawing", () => {
  it("fits the available space at first", () => {
    expect(chooseDirection(both, { graph: "", room: wide }, null).layout.direction).toBe("LR");
    expect(chooseDirection(both, { graph: "", room: narrow }, null).layout.direction).toBe("TB");
  });

  it("stays when a line above the drawing takes some of its space", () => {
    const less = { graph: "", room: { width: 400, height: 560 } };
    expect(chooseDirection(both, less, null).layout.direction).toBe("TB");
    const last = { graph: "", room: { width: 420, height: 600 }, direction: "LR" } as const;
    expect(chooseDirection(both, less, last).layout.direction).toBe("LR");
  });

  it("is chosen again when the space changes, even in small steps", () => {
    let last = chooseDirection(both, { graph: "", room: wide }, null).drawn;
    for (let width = 590; width >= 300; width -= 10)
      last = chooseDirection(both, { graph: "", room: { width, height: 600 } }, last).drawn;
    expect(last.direction).toBe("TB");
  });

  it("is chosen again for another graph, whatever the previous one was", () => {
    const { drawn } = chooseDirection(both, { graph: "", room: narrow }, null);
    const one: BothLayouts = { across: layout("LR", 208, 60), down: layout("TB", 208, 60) };
    expect(chooseDirection(one, { graph: "map", room: narrow }, drawn).layout.direction).toBe("LR");
  });
});
