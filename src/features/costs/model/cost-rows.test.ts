import { describe, expect, it } from "vitest";
import type { PipelineId } from "#core/ids.ts";
import { caveats, chartDays, costRows, isUnknown } from "./cost-rows.ts";

const sums = {
  ...{ calls: 2, unpricedCalls: 0, estimatedCalls: 0, inputTokens: 1, outputTokens: 1, cacheWriteTokens: 0 },
  ...{ cacheReadTokens: 0, costMicros: 5, sandboxMicros: 1 },
};
const pipelineId = "0197a000-0000-7000-8000-00000000000a" as PipelineId;
const share = {
  ...sums,
  ...{ pipelineId, pipelineName: null, nodeId: "write", provider: "sandbox", model: "brief" },
  ...{ keyId: null, keyName: null, userId: null, userName: null },
};

describe("rows of costs", () => {
  it("have a fallback name if the real one is gone", () => {
    const names = (["pipeline", "node", "model", "key", "member"] as const).map((by) => {
      const [row] = costRows({ days: [], rows: [share] }, by);
      return [row?.name, row?.detail];
    });
    expect(names).toEqual([
      ["Deleted pipeline 0000000a", null],
      ["write", "Deleted pipeline 0000000a"],
      ["sandbox/brief", null],
      ["No key", "The sandbox, and endpoints that need none"],
      ["Nobody", "Schedules, webhooks, events and other runs"],
    ]);
  });

  it("list days newest first, and the chart lists every day oldest first", () => {
    const days = [
      { ...sums, day: "2026-11-01" },
      { ...sums, day: "2026-11-03" },
    ];
    expect(costRows({ days, rows: [] }, "day").map(({ name }) => name)).toEqual(["2026-11-03", "2026-11-01"]);
    const chart = chartDays(days, { firstDay: "2026-11-01", lastDay: "2026-11-03" });
    expect(chart.map(({ costMicros }) => costMicros)).toEqual([5, 0, 5]);
  });

  it("mark unknown and estimated costs", () => {
    const unknown = { ...sums, unpricedCalls: 2, estimatedCalls: 1, costMicros: 0 };
    expect([
      isUnknown(unknown),
      isUnknown(sums),
      isUnknown({ ...unknown, calls: 0, unpricedCalls: 0 }),
    ]).toEqual([true, false, false]);
    expect(caveats(unknown)).toEqual(["2 calls without a known price", "1 call estimated"]);
    expect(caveats(sums)).toEqual([]);
  });
});
