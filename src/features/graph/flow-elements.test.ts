import { describe, expect, it } from "vitest";
import { flowEdges } from "./flow-elements.ts";

const node = (id: string, name: string) => ({ id, name, type: "transform", position: null });

describe("flowEdges", () => {
  it("name the nodes and the branch of an edge", () => {
    const nodes = [node("ask", "Ask them"), node("go", "Go on"), node("stop", "")];
    const edges = [
      { id: "e1", from: "ask", to: "go", condition: "yes" },
      { id: "e2", from: "ask", to: "stop", condition: null },
    ];
    expect(flowEdges({ nodes, edges }).map(({ ariaLabel }) => ariaLabel)).toEqual([
      "From Ask them to Go on: yes",
      "From Ask them to stop",
    ]);
  });

  it("omit dangling edges and duplicate ids", () => {
    const nodes = [node("a", "A"), node("b", "B")];
    const edges = [
      { id: "e1", from: "a", to: "b", condition: null },
      { id: "e1", from: "a", to: "b", condition: null },
      { id: "e2", from: "a", to: "gone", condition: null },
    ];
    expect(flowEdges({ nodes, edges }).map(({ id }) => id)).toEqual(["e1"]);
  });
});
