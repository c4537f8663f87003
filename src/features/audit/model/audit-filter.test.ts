import { describe, expect, it } from "vitest";
import { userIdSchema } from "#core/ids.ts";
import { auditFilterQuery, parseAuditFilter } from "./audit-filter.ts";

const parse = (query: string) => parseAuditFilter((name) => new URLSearchParams(query).get(name));

describe("the filter of the audit log", () => {
  it("parses what it formats", () => {
    const by = userIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12");
    const filter = { by, action: "pipeline.save-draft" };
    expect(parse(auditFilterQuery(filter))).toEqual(filter);
    expect(auditFilterQuery({ by: null, action: null })).toBe("");
  });

  it("ignores invalid values", () => {
    expect(parse("by=me&action=../x")).toEqual({ by: null, action: null });
    expect(parse("")).toEqual({ by: null, action: null });
  });
});
