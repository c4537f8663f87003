import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { adjustMap } from "#server/services/runs/adjust-map.ts";
import { failing, map, mapsOn, numbers } from "./testing/map-stage.ts";
import { handOn, type Job, setTreeStage } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
const { publish } = mapsOn(stage);

describe("a map that runs", () => {
  it("lets more or fewer items run at the same time while it runs, and more or fewer of them fail", async () => {
    const runId = await stage.start(await publish([map({ concurrency: 1 })]), { list: numbers(9) });
    const openOf = async () =>
      (await stage.childrenOf(runId)).filter(({ status }) => status === "running").length;
    const ofMap = ({ data }: Job) => data.nodeId === "each";
    const of = { runId, nodeId: "each" };
    const early = adjustMap(stage.context, { ...of, concurrency: 3 });
    await expect(early).rejects.toMatchObject({ code: "CONFLICT" });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(1);
    expect(await adjustMap(stage.context, { ...of, concurrency: 4 })).toEqual({
      concurrency: 4,
      tolerate: 0,
    });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(4);
    await adjustMap(stage.context, { ...of, concurrency: 2, tolerate: 1 });
    await adjustMap(stage.context, { ...of, concurrency: 2, tolerate: 1 });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(4);
    await stage.work(failing(7));
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed" });
    const told = (await stage.linesOf(runId)).filter(({ type }) => type === "node.adjusted");
    expect(told).toMatchObject([
      { concurrency: 4, tolerated: 0 },
      { concurrency: 2, tolerated: 1 },
    ]);
    const audited = await stage.database.asOwner<{ detail: Json }>(
      "select detail from audit_events where action = 'run.adjust' and subject_id = $1 order by id",
      [runId],
    );
    expect(audited.map(({ detail }) => detail)).toEqual([
      { node: "each", concurrency: 4 },
      { node: "each", concurrency: 2, tolerate: 1 },
    ]);
    for (const [nodeId, code] of [
      ["each", "CONFLICT"],
      ["start", "INVALID_INPUT"],
      ["gone", "NOT_FOUND"],
    ] as const) {
      const late = adjustMap(stage.context, { runId, nodeId, concurrency: 3 });
      await expect(late).rejects.toMatchObject({ code });
    }
  });
});
