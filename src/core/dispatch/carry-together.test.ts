import { describe, expect, it } from "vitest";
import { carryTogether } from "./carry-together.ts";
import { type EngineEvent, engineEventNames, nodeReadyDataSchema } from "./engine-event.ts";

const ids = {
  workspaceId: "01a22725-61a8-7c8f-8a76-c4884f161a8d",
  runId: "01a22725-61a8-7c8f-8a76-c4884f161a8e",
};
const ready = (nodeId: string, more: Partial<EngineEvent> = {}): EngineEvent => ({
  id: `run:${nodeId}`,
  name: engineEventNames.nodeReady,
  data: { ...ids, nodeId },
  ts: 1_000,
  ...more,
});
const nodesOf = ({ data }: EngineEvent) => {
  const { nodeId, beside = [] } = nodeReadyDataSchema.parse(data);
  return [nodeId, ...beside.map((one) => one.nodeId)];
};

describe("carrying nodes together", () => {
  it("makes one event of the nodes of a run that are ready at the same moment", () => {
    const [event, ...others] = carryTogether(["a", "b", "c"].map((id) => ready(id)));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ id: "run:a", name: engineEventNames.nodeReady, ts: 1_000 });
    expect(event && nodesOf(event)).toEqual(["a", "b", "c"]);
  });

  it("leaves one that comes alone as it is", () => {
    expect(carryTogether([ready("a")])).toEqual([ready("a")]);
  });

  it("keeps apart what is for another time or another run, what calls a model, and what is not a node", () => {
    const events = [
      ready("a"),
      ready("later", { ts: 2_000 }),
      ready("other", { data: { ...ids, runId: ids.workspaceId, nodeId: "other" } }),
      ready("agent", { name: engineEventNames.agentReady }),
      ready("agent2", { name: engineEventNames.agentReady }),
      ready("go-on", { name: engineEventNames.runRequested }),
    ];
    expect(carryTogether(events)).toEqual(events);
  });

  it("carries no more than a process has room for, and each node once", () => {
    const nodes = Array.from({ length: 120 }, (_, index) => `n${index}`);
    const together = carryTogether(nodes.map((id) => ready(id)));
    expect(together.map((event) => nodesOf(event).length)).toEqual([50, 50, 20]);
    expect(together.flatMap(nodesOf)).toEqual(nodes);
    expect(together.map(({ id }) => id)).toEqual(["run:n0", "run:n50", "run:n100"]);
  });
});
