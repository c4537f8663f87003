import { describe, expect, it } from "vitest";
import { emptyRunView } from "#core/run/view/fold.ts";
import { emptyNodeView } from "#core/run/view/node-view.ts";
import { stopLoss } from "./stop-loss.ts";

type Stopped = Parameters<typeof stopLoss>[1];

function lossOf(costMicros: number | null, heldMicros: number | null, waitedMs: number) {
  const nodes = new Map(emptyRunView(["spring"]).nodes);
  nodes.set("spring", { ...emptyNodeView("spring"), status: "waiting", startedAtMs: 0 });
  const definition = { nodes: [{ id: "spring", name: "Wait for spring" }] };
  const stopped = { run: { costMicros, heldMicros }, definition } as unknown as Stopped;
  return stopLoss({ nodes }, stopped, waitedMs);
}

describe("stopLoss", () => {
  it("asks nothing for a run that has cost nothing and waited only a moment", () => {
    expect(lossOf(0, 0, 59_000)).toBeNull();
  });

  it("says what is kept, and which wait starts again", () => {
    expect(lossOf(0, 0, 47 * 60_000)).toEqual({
      kept: "What its nodes have produced so far.",
      lost: ["Wait for spring has waited 47 m 00 s: if the run is resumed, its wait starts over."],
    });
  });

  it("knows of a call before the snapshot says what it may cost", () => {
    const definition = { nodes: [{ id: "ask", name: "Ask", type: "agent" }] };
    const stopped = { run: { costMicros: 0, heldMicros: 0 }, definition } as unknown as Stopped;
    const nodes = new Map([["ask", { ...emptyNodeView("ask"), status: "running" as const }]]);
    expect(stopLoss({ nodes }, stopped, 0)?.lost).toHaveLength(1);
  });

  it("says that calls in progress are paid for again", () => {
    expect(lossOf(10_000, 21_200, 0)).toEqual({
      kept: "What its nodes have produced so far, and what that cost: at most $0.0312 so far.",
      lost: [
        "Calls in progress are closed immediately: if the run is resumed, they are made and paid for again.",
      ],
    });
    expect(lossOf(10_000, 0, 0)?.lost).toEqual([]);
    expect(lossOf(null, 0, 0)?.kept).toContain("unknown so far");
  });
});
