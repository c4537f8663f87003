import { describe, expect, it } from "vitest";
import { emptyRunView } from "#core/run/view/fold.ts";
import { emptyNodeView, type NodeView } from "#core/run/view/node-view.ts";
import { erroneousNodes, nextErroneous } from "./erroneous-nodes.ts";

const node = (nodeId: string, more: Partial<NodeView>): [string, NodeView] => [
  nodeId,
  { ...emptyNodeView(nodeId), ...more },
];

describe("the errors of a run", () => {
  it("are its failed and retried nodes, in the order of the graph", () => {
    const nodes = new Map([
      node("start", { status: "completed" }),
      node("tried", { status: "completed", retries: 2 }),
      node("caught", { status: "failed", isHandled: true }),
      node("last", { status: "failed" }),
    ]);
    expect(erroneousNodes({ ...emptyRunView([]), nodes })).toEqual(["tried", "caught", "last"]);
  });

  it("are visited in a cycle", () => {
    const three = ["a", "b", "c"];
    expect([null, "a", "b", "c", "elsewhere"].map((at) => nextErroneous(three, at))).toEqual([
      "a",
      "b",
      "c",
      "a",
      "a",
    ]);
    expect([nextErroneous(["a"], "a"), nextErroneous([], null)]).toEqual([null, null]);
  });
});
