import { describe, expect, it } from "vitest";
import type { PipelineSummary } from "./pipeline-outputs.ts";
import { parsePipelineOrder, pipelineOrderQuery, pipelineOrders, sortPipelines } from "./sort-pipelines.ts";

function pipeline(name: string, part: Partial<PipelineSummary> = {}): PipelineSummary {
  const counts = { runCount: 0, successCount: 0, errorCount: 0 };
  const rest = {
    draftRevision: 1,
    publishedVersion: null,
    createdBy: null,
    createdAtMs: 0,
    isArchived: false,
  };
  return {
    ...counts,
    ...rest,
    id: name,
    slug: name,
    name,
    updatedAtMs: 0,
    lastRuns: [],
    ...part,
  } as PipelineSummary;
}

const ran = (createdAtMs: number, costMicros: number | null) =>
  [{ createdAtMs, costMicros }] as unknown as PipelineSummary["lastRuns"];

const list = [
  pipeline("Tides 10", { updatedAtMs: 1, lastRuns: ran(5, 10), successCount: 9, errorCount: 1 }),
  pipeline("tides 9", { updatedAtMs: 3, lastRuns: ran(7, null), successCount: 1, errorCount: 1 }),
  pipeline("Locks", { updatedAtMs: 2 }),
  pipeline("Weirs", { updatedAtMs: 2, lastRuns: ran(6, 0), successCount: 4 }),
];

describe("sortPipelines", () => {
  const names = (order: (typeof pipelineOrders)[number]["name"]) =>
    sortPipelines(list, order).map(({ name }) => name);

  it("orders by each, and puts what never ran last", () => {
    expect(names("changed")).toEqual(["tides 9", "Locks", "Weirs", "Tides 10"]);
    expect(names("run")).toEqual(["tides 9", "Weirs", "Tides 10", "Locks"]);
    expect(names("name")).toEqual(["Locks", "tides 9", "Tides 10", "Weirs"]);
    expect(names("failing")).toEqual(["tides 9", "Tides 10", "Weirs", "Locks"]);
    expect(names("cost")).toEqual(["Tides 10", "Weirs", "tides 9", "Locks"]);
  });

  it("reads back what it wrote into the address, and takes the usual order for what it does not know", () => {
    expect(parsePipelineOrder("loudest")).toBe("changed");
    for (const { name } of pipelineOrders) {
      expect(parsePipelineOrder(new URLSearchParams(pipelineOrderQuery(name)).get("order"))).toBe(name);
    }
    expect(pipelineOrderQuery("changed")).toBe("");
  });
});
