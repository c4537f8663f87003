import { describe, expect, it } from "vitest";
import { costGroups, countDays } from "#core/pricing/cost-groups.ts";
import { type CostsView, costsQuery, daysOf, isChoice, parseCostsView, periods } from "./costs-view.ts";

const nowMs = Date.UTC(2026, 2, 31, 23, 59);
const pipelineId = "0197a000-0000-7000-8000-000000000001" as CostsView["pipelineId"];
const parse = (query: string) => {
  const parameters = new URLSearchParams(query);
  return parseCostsView((name) => parameters.get(name));
};

describe("the page of costs", () => {
  it("keeps its view in the URL", () => {
    const chosen = { firstDay: "2026-01-05", lastDay: "2026-01-09" };
    for (const period of [...periods.map(({ name }) => name), chosen]) {
      for (const by of costGroups) {
        for (const view of [
          { period, by, pipelineId: null },
          { period, by, pipelineId },
        ]) {
          expect(parse(costsQuery(view))).toEqual(view);
        }
      }
    }
  });

  it("ignores invalid values", () => {
    const plain = { period: "30d", by: "day", pipelineId: null };
    expect(parse("?by=weather&period=eternity&pipeline=mine&from=2026-02-30&to=2026-03-01")).toEqual(plain);
    expect(isChoice({ firstDay: "2026-03-02", lastDay: "2026-03-01" })).toBe(false);
    expect(isChoice({ firstDay: "2025-01-01", lastDay: "2026-03-01" })).toBe(false);
  });

  it("asks for days up to today, and for whole months", () => {
    const spans = periods.map(({ name }) => daysOf({ period: name }, nowMs));
    expect(spans.map(({ firstDay, lastDay }) => [firstDay, lastDay])).toEqual([
      ["2026-03-25", "2026-03-31"],
      ["2026-03-02", "2026-03-31"],
      ["2026-01-01", "2026-03-31"],
      ["2026-03-01", "2026-03-31"],
      ["2026-02-01", "2026-02-28"],
      ["2025-04-01", "2026-03-31"],
    ]);
    expect(spans.every(isChoice)).toBe(true);
    expect(countDays("2026-03-02", "2026-03-31")).toBe(30);
  });
});
