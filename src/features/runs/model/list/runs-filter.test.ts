import { describe, expect, it } from "vitest";
import { pipelineIdSchema, pipelineVersionIdSchema, userIdSchema } from "#core/ids.ts";
import {
  countFilters,
  isFiltered,
  parseRunsFilter,
  runsFilterQuery,
  runsListInput,
  unfilteredRuns,
} from "./runs-filter.ts";

const parse = (query: string) => parseRunsFilter((name) => new URLSearchParams(query).get(name));

describe("runs filter", () => {
  it("parses what it formats", () => {
    const filter = {
      statuses: ["failed", "timeout"],
      pipelineId: pipelineIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12"),
      versionId: pipelineVersionIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a15"),
      startedBy: userIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a14"),
      kind: "schedule",
      within: "7d",
      costFromMicros: 1,
      costToMicros: 2_500_000,
      text: "tides & 50% more",
      content: 'a "quoted" word',
      order: "costliest",
      after: "1250.01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13",
    } as const;
    expect(parse(runsFilterQuery(filter))).toEqual(filter);
    expect(runsFilterQuery(unfilteredRuns)).toBe("");
    expect(runsListInput(filter)).toMatchObject({ withinSeconds: 604_800, triggerKinds: ["schedule"] });
    expect(runsListInput(unfilteredRuns)).toMatchObject({ withinSeconds: null, text: null, startedBy: null });
  });

  it("ignores invalid values", () => {
    expect(
      parse("status=broken&pipeline=1&after=../x&order=loudest&by=me&kind=moon&within=2y&text=%20"),
    ).toEqual(unfilteredRuns);
    expect(parse("")).toEqual(unfilteredRuns);
    expect(isFiltered(parse("order=oldest&after=01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13"))).toBe(false);
    expect(isFiltered(parse("within=1h"))).toBe(true);
    expect(isFiltered(parse("from=0"))).toBe(true);
    expect(parse("from=0.50&to=2")).toMatchObject({ costFromMicros: 500_000, costToMicros: 2_000_000 });
    expect(parse("from=2&to=0.50")).toMatchObject({ costFromMicros: 2_000_000, costToMicros: null });
    expect(parse("from=-1&to=much&version=3")).toEqual(unfilteredRuns);
    expect(isFiltered(parse("kind=webhook"))).toBe(true);
    expect(countFilters(parse("order=oldest"))).toBe(0);
    expect(countFilters(parse("status=failed,timeout&within=1h&kind=webhook&to=2"))).toBe(4);
    expect(parse("status=failed,failed,nonsense").statuses).toEqual(["failed"]);
  });
});
