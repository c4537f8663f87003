import { describe, expect, it } from "vitest";
import { findNodes } from "./find-nodes.ts";

const nodes = [
  { id: "s10", name: "Step 10", type: "agent", position: null },
  { id: "s1", name: "Step 1", type: "agent", position: null },
  { id: "check", name: "First check of step", type: "condition", position: null },
];
const found = (wanted: string) => findNodes(nodes, wanted).map(({ id }) => id);

describe("findNodes", () => {
  it("finds by name, id and type, whatever the case, with every word", () => {
    expect(found("STEP check")).toEqual(["check"]);
    expect(found("condition")).toEqual(["check"]);
    expect(found("s10")).toEqual(["s10"]);
    expect(found("nothing")).toEqual([]);
  });

  it("ranks exact names first, then prefixes, then the rest", () => {
    expect(found("step 1")).toEqual(["s1", "s10"]);
    expect(found("step")).toEqual(["s10", "s1", "check"]);
  });

  it("finds nothing for an empty query", () => {
    expect(found("  ")).toEqual([]);
  });
});
