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
  { kind: "judge", of: "output", model: "sandbox/brief", rubric: "It is polite." },
];

describe("the form of a judge", () => {
  const judge = {
    kind: "judge",
    of: "output.said",
    model: "anthropic/claude-haiku-5-5",
    rubric: "Polite.",
  } as const;

  it("parses to the same judge, with its expected output and minimum score", () => {
    const whole: Assertion = { ...judge, expected: { said: null }, threshold: 70 };
    expect(readAssertion(draftOf(whole, "key"))).toEqual({ ok: true, assertion: whole });
  });

  it.each([
    [{ model: "claude" }, "model", /^It must be provider\/model/],
    [{ threshold: "0" }, "threshold", /from 1 to 100/],
    [{ threshold: "70 %" }, "threshold", /from 1 to 100/],
    [{ expected: "{" }, "expected", /^As JSON: /],
  ])("says at its field what is wrong with %o", (change, field, message) => {
    const draft = draftOf(judge, "key");
    const read = readAssertion({ ...draft, judge: { ...draft.judge, ...change } });
    expect(read).toEqual({ ok: false, fault: { field, message: expect.stringMatching(message) } });
  });
});

describe("the form of an assertion", () => {
  it("parses to the same assertion, of each kind", () => {
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
    ["judge", " ", /what the judge must look for/],
  ] as const)("says what is wrong with %s %s", (kind, value, message) => {
    const read = readAssertion({ ...emptyDraft(kind, "key"), value });
    expect(read).toEqual({ ok: false, fault: { field: "value", message: expect.stringMatching(message) } });
  });

  it.each(["equals", "contains", "matches", "judge"] as const)("says it at the value of %s", (kind) => {
    const value = kind === "matches" ? "{}" : "1";
    const read = readAssertion({ ...emptyDraft(kind, "key"), value, of: "output." });
    expect(read).toEqual({ ok: false, fault: { field: "of", message: expect.stringMatching(/^of: /) } });
  });
});
