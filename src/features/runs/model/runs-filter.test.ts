import { describe, expect, it } from "vitest";
import { pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import { parseRunsFilter, runsFilterQuery } from "./runs-filter.ts";

const parse = (query: string) => parseRunsFilter((name) => new URLSearchParams(query).get(name));

describe("runs filter", () => {
  it("reads back what it wrote", () => {
    const filter = {
      statuses: ["failed", "timeout"],
      pipelineId: pipelineIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12"),
      before: runIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13"),
    } as const;
    expect(parse(runsFilterQuery(filter))).toEqual(filter);
    expect(runsFilterQuery({ statuses: [], pipelineId: null, before: null })).toBe("");
  });

  it("leaves out what makes no sense", () => {
    const nothing = { statuses: [], pipelineId: null, before: null };
    expect(parse("status=broken&pipeline=1&before=../x")).toEqual(nothing);
    expect(parse("")).toEqual(nothing);
    expect(parse("status=failed,failed,nonsense").statuses).toEqual(["failed"]);
  });
});
