import { describe, expect, it } from "vitest";
import { type Assertion, assertionKinds } from "#core/run/test-set/assertion.ts";
import { draftOf, emptyDraft, readAssertion } from "./assertion-draft.ts";

const all: readonly Assertion[] = [
  { kind: "status", status: "failed" },
  { kind: "equals", of: "output", value: { said: ["tides"] } },
  { kind: "contains", of: "nodes.draft.output", text: " spaces stay " },
  { kind: "matches", of: "output", schema: { type: "object" } },
  { kind: "holds", expression: "size(output) > 3" },
  { kind: "cost-below", micros: 1_250 },
  { kind: "time-below", ms: 2_500 },
];

describe("what is written of an assertion", () => {
  it("is the assertion again, of each kind", () => {
    expect(all.map(({ kind }) => kind).sort()).toEqual([...assertionKinds].sort());
    for (const assertion of all) {
      expect(readAssertion(draftOf(assertion, "key"))).toEqual({ ok: true, assertion });
    }
  });

  it.each([
    ["equals", "tides", /^As JSON: it is not JSON/],
    ["matches", "[]", /JSON object/],
    ["matches", '{ "type": "thing" }', /^schema\.type: /],
    ["holds", "", /Write an expression/],
    ["holds", "output >", /^expression: /],
    ["contains", "", /Write the text/],
    ["cost-below", "nothing", /amount above zero/],
    ["time-below", "0", /time above zero/],
  ] as const)("says what is wrong with %s %s", (kind, value, message) => {
    const read = readAssertion({ ...emptyDraft(kind, "key"), value });
    expect(read.ok ? "right" : read.message).toMatch(message);
  });
});
