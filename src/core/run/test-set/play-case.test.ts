import { describe, expect, it } from "vitest";
import { makePlan, transform } from "../testing/make-plan.ts";
import { type AssertionInput, assertionSchema, faultOfAssertion } from "./assertion.ts";
import { playCase } from "./play-case.ts";
import { isHeldUp, type TestCase } from "./test-case.ts";

/** Long enough for a fingerprint, and another one for another text. */
const fingerprint = (text: string) => Buffer.from(text).toString("hex").slice(-64).padStart(64, "0");

const answered = (output: string) => ({
  request: null,
  attempts: [{ end: "completed" as const, output }],
});

const plan = makePlan(
  {
    ask: { type: "agent", config: { model: "sandbox/brief", task: "Say {{ input.word }}." } },
    shape: transform({ said: "input", words: "size(input)" }),
  },
  ["start > ask", "ask > shape"],
);

function caseWith(assertions: readonly AssertionInput[], more: Partial<TestCase> = {}): TestCase {
  return {
    input: { word: "tides" },
    variables: {},
    sourceRunId: null,
    startedAtMs: 1_000,
    answers: { ask: answered("High tide at four.") },
    assertions: assertions.map((assertion) => assertionSchema.parse(assertion)),
    costMicros: 1_200,
    tookMs: 900,
    ...more,
  };
}

const play = (assertions: readonly AssertionInput[], more: Partial<TestCase> = {}) =>
  playCase(plan, caseWith(assertions, more), fingerprint);

describe("a case", () => {
  it("passes where all that it asks for holds", () => {
    const held: readonly AssertionInput[] = [
      { kind: "status", status: "completed" },
      { kind: "equals", value: { words: 18, said: "High tide at four." } },
      { kind: "equals", of: "nodes.ask.output", value: "High tide at four." },
      { kind: "contains", of: "output.said", text: "four" },
      { kind: "contains", text: '"words":18' },
      { kind: "matches", schema: { type: "object", required: ["said"] } },
      {
        kind: "holds",
        expression: 'output.words > 3 && input.word == "tides" && variables.topic == "tides"',
      },
      { kind: "holds", expression: "error == null" },
      { kind: "cost-below", micros: 1_201 },
      { kind: "time-below", ms: 901 },
    ];
    expect(play(held)).toEqual({
      outcome: "passed",
      reasons: [],
      status: "completed",
      output: { said: "High tide at four.", words: 18 },
      answered: 1,
      verdicts: [],
    });
  });

  it("names each thing that does not hold, with what was found", () => {
    const { outcome, reasons } = play([
      { kind: "status", status: "failed" },
      { kind: "equals", of: "output.words", value: 4 },
      { kind: "contains", of: "output.said", text: "noon" },
      { kind: "matches", of: "output.words", schema: { type: "string" } },
      { kind: "holds", expression: "output.words < 3 " },
      { kind: "holds", expression: "output.words + output.said > 1" },
      { kind: "equals", of: "output.missing", value: 1 },
      { kind: "cost-below", micros: 1_200 },
      { kind: "time-below", ms: 900 },
    ]);
    expect(outcome).toBe("failed");
    expect(reasons).toEqual([
      "The run must be failed, and is completed.",
      "output.words must be 4, and is 18.",
      'output.said must contain "noon", and is "High tide at four.".',
      "output.words must be text, but is a number.",
      "It does not hold: output.words < 3.",
      expect.stringMatching(/^output\.words \+ output\.said > 1 cannot be worked out: /),
      expect.stringMatching(/^output\.missing cannot be worked out: /),
      "The run must cost less than $0.0012, and the one that was recorded is at $0.0012.",
      "The run must take less than 900 ms, and the one that was recorded is at 900 ms.",
    ]);
  });

  it("does not judge cost and time where nobody knows them", () => {
    const { reasons } = play(
      [
        { kind: "cost-below", micros: 10 },
        { kind: "time-below", ms: 10 },
      ],
      { costMicros: null, tookMs: null },
    );
    expect(reasons.map((reason) => /^The run must (cost|take) .* nobody knows/.test(reason))).toEqual([
      true,
      true,
    ]);
  });

  it("is out of date where a node asks something else, or something that the case cannot answer", () => {
    expect(play([{ kind: "status", status: "failed" }], { answers: {} })).toMatchObject({
      outcome: "stale",
      reasons: ['Node "ask" asks for an answer that the case does not have.'],
    });
    const was = { ...answered("High."), request: { "config.task": "0".repeat(64) } };
    const { outcome, reasons } = play([], { answers: { ask: was } });
    expect(outcome).toBe("stale");
    expect(reasons[0]).toMatch(/^Node "ask" sends another request than the recorded one: config\.task/);
  });

  it("is out of date where the pipeline needs a variable that it does not have, and forgets one that is gone", () => {
    const needing = makePlan({ shape: transform("variables.topic") }, ["start > shape"]);
    needing.definition.variables.city = { required: true };
    expect(playCase(needing, caseWith([]), fingerprint).reasons).toEqual([
      "The pipeline needs a value for city, and the case has none.",
    ]);
    const more = caseWith([{ kind: "equals", value: "waves" }], {
      variables: { city: "x", gone: 1, topic: "waves" },
    });
    expect(playCase(needing, more, fingerprint).outcome).toBe("passed");
  });

  it("sees why a run failed", () => {
    const failing = makePlan({ shape: transform("input.word.size() / 0") }, ["start > shape"]);
    const failed = caseWith([
      { kind: "status", status: "failed" },
      { kind: "equals", of: "error.code", value: "EXPRESSION_FAILED" },
      { kind: "holds", expression: "nodes.shape == null" },
    ]);
    expect(playCase(failing, failed, fingerprint)).toMatchObject({ outcome: "passed", status: "failed" });
  });
});

describe("an assertion", () => {
  it.each([
    [{ kind: "holds", expression: "output >" }, "expression"],
    [{ kind: "equals", of: "(", value: 1 }, "of"],
    [{ kind: "judge", model: "sandbox/breif", rubric: "Good" }, "model"],
    [{ kind: "judge", model: "sandbox/brief?speed=2", rubric: "Good" }, "model"],
    [{ kind: "matches", schema: { type: "thing" } }, "schema.type"],
  ] as const)("that cannot be asked is named with its field: %o", (assertion, field) => {
    expect(faultOfAssertion(assertionSchema.parse(assertion))?.field).toBe(field);
  });

  it("that can be asked has no fault", () => {
    const fine: readonly AssertionInput[] = [
      { kind: "equals", value: null },
      { kind: "status", status: "failed" },
      { kind: "matches", schema: { type: "string" } },
    ];
    expect(fine.map((one) => faultOfAssertion(assertionSchema.parse(one)))).toEqual([null, null, null]);
  });
});

it("keeps a pipeline from being published as its set says", () => {
  const held = (gate: "off" | "failed" | "strict") =>
    (["passed", "failed", "stale", "unjudged"] as const).map((outcome) => isHeldUp(gate, outcome));
  expect([held("off"), held("failed"), held("strict")]).toEqual([
    [false, false, false, false],
    [false, true, false, false],
    [false, true, true, true],
  ]);
});
