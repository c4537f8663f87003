import { describe, expect, it } from "vitest";
import { userIdSchema } from "#core/ids.ts";
import { auditFilterQuery, parseAuditFilter } from "./audit-filter.ts";

const parse = (query: string) => parseAuditFilter((name) => new URLSearchParams(query).get(name));

describe("the filter of the audit", () => {
  it("reads back what it wrote", () => {
    const by = userIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12");
    const filter = { by, action: "pipeline.save-draft" };
    expect(parse(auditFilterQuery(filter))).toEqual(filter);
    expect(auditFilterQuery({ by: null, action: null })).toBe("");
  });

  it("leaves out what makes no sense", () => {
    expect(parse("by=me&action=../x")).toEqual({ by: null, action: null });
    expect(parse("")).toEqual({ by: null, action: null });
  });
});
