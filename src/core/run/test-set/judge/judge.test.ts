import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { makePlan, transform } from "../../testing/make-plan.ts";
import { type AssertionInput, assertionSchema } from "../assertion.ts";
import { playCase } from "../play-case.ts";
import { judgeDefinition, markOf } from "./question.ts";
import { type KeptVerdict, readJudgeAnswer } from "./verdict.ts";

/** Another one for another text. */
const fingerprint = (text: string) => Buffer.from(text).toString("hex");

const plan = makePlan({ shape: transform({ said: "input.word" }) }, ["start > shape"]);

const judge = { kind: "judge", of: "output.said", model: "sandbox/brief", rubric: "It is about the sea." };

/** Plays a case; `answers` by the texts that are judged. */
function play(
  assertions: readonly unknown[],
  answers: { readonly [said: string]: KeptVerdict } = {},
  word: string = "tides",
) {
  const testCase = {
    input: { word },
    variables: {},
    sourceRunId: null,
    startedAtMs: 0,
    answers: {},
    assertions: assertions.map((one) => assertionSchema.parse(one)),
    costMicros: null,
    tookMs: null,
  };
  const asked = playCase(plan, testCase, fingerprint);
  const kept = asked.verdicts.flatMap(({ mark, question: { read } }) => {
    const answer = answers[String(read.actual)];
    return answer === undefined ? [] : [[mark, answer] as const];
  });
  return playCase(plan, testCase, fingerprint, new Map(kept));
}

const given = (answer: Json): KeptVerdict => {
  const read = readJudgeAnswer(answer);
  if (read === null) throw new Error("not an answer");
  return { state: "given", answer: read };
};

describe("a judge", () => {
  it("is asked for what nothing else decides: the case is not judged until it has answered", () => {
    const { outcome, reasons, verdicts } = play([judge]);
    expect([outcome, reasons]).toEqual(["unjudged", ["A judge has not been asked yet."]]);
    expect(verdicts).toMatchObject([
      {
        assertion: 0,
        state: "wanted",
        passed: null,
        question: {
          model: "sandbox/brief",
          asksFor: "verdict",
          read: { rubric: "It is about the sea.", input: { word: "tides" }, expected: null, actual: "tides" },
        },
      },
    ]);
    expect(play([judge], { tides: { state: "asked" } }).outcome).toBe("unjudged");
    expect(play([judge], { tides: { state: "unanswered", message: "The budget is spent." } })).toMatchObject({
      outcome: "unjudged",
      reasons: ["The judge gave no verdict: The budget is spent."],
    });
  });

  it("is not asked where something else does not hold, or where there is nothing to judge", () => {
    const broken = play([judge, { kind: "contains", text: "noon" }]);
    expect(broken).toMatchObject({ outcome: "failed", verdicts: [] });
    expect(broken.reasons).toHaveLength(1);
    expect(play([{ ...judge, of: "output.missing" }])).toMatchObject({ outcome: "failed", verdicts: [] });
  });

  it("passes or fails its case with its reason", () => {
    const yes = given({ reason: "Tides are of the sea.", verdict: "pass" });
    const no = given({ reason: "It is about hills.", verdict: "fail" });
    expect(play([judge], { tides: yes })).toMatchObject({
      outcome: "passed",
      reasons: [],
      verdicts: [{ state: "given", passed: true, score: null, reason: "Tides are of the sea." }],
    });
    expect(play([judge], { tides: no })).toMatchObject({
      outcome: "failed",
      reasons: ["The judge says no: It is about hills."],
    });
  });

  it("gives a score that must reach the threshold, which may be changed without asking again", () => {
    const answers = { tides: given({ reason: "Half of it.", score: 60 }) };
    expect(play([{ ...judge, threshold: 60 }], answers).outcome).toBe("passed");
    expect(play([{ ...judge, threshold: 61 }], answers)).toMatchObject({
      outcome: "failed",
      reasons: ["The judge gives 60 of 100, and at least 61 is asked for: Half of it."],
    });
  });

  it("must say yes where several are asked, and one that is missing does not hide one that says no", () => {
    const two = [judge, { ...judge, of: "input.word", rubric: "It is short." }];
    expect(play(two).verdicts.map(({ assertion }) => assertion)).toEqual([0, 1]);
    const asked = play(two);
    const no = given({ reason: "No.", verdict: "fail" });
    const half = new Map([[asked.verdicts[0]?.mark ?? "", no]]);
    const testCase = {
      ...{
        input: { word: "tides" },
        variables: {},
        sourceRunId: null,
        startedAtMs: 0,
        answers: {},
        costMicros: null,
        tookMs: null,
      },
      assertions: two.map((one) => assertionSchema.parse(one)),
    };
    expect(playCase(plan, testCase, fingerprint, half).outcome).toBe("failed");
  });
});

describe("a question", () => {
  const question = {
    model: "sandbox/brief",
    asksFor: "verdict" as const,
    read: { rubric: "Short.", input: { a: 1, b: 2 }, expected: null, actual: "x" },
  };
  const mark = markOf(question, fingerprint);

  it("keeps its mark while nothing that the judge reads has changed", () => {
    const sorted = { ...question, read: { ...question.read, input: { b: 2, a: 1 } } };
    expect(markOf(sorted, fingerprint)).toBe(mark);
    const others = [
      { ...question, model: "sandbox/small" },
      { ...question, asksFor: "score" as const },
      ...(["rubric", "input", "expected", "actual"] as const).map((field) => ({
        ...question,
        read: { ...question.read, [field]: "another" },
      })),
    ];
    expect(new Set([mark, ...others.map((one) => markOf(one, fingerprint))]).size).toBe(others.length + 1);
  });

  it.each(["verdict", "score"] as const)("that asks for a %s is a pipeline without faults", (asksFor) => {
    const definition = judgeDefinition({ model: "sandbox/brief", asksFor });
    expect(validateDefinition(JSON.parse(JSON.stringify(definition)) as Json)).toMatchObject({ ok: true });
  });
});

describe("an answer", () => {
  it.each([
    [{ reason: "Yes.", verdict: "maybe" }],
    [{ reason: "Yes.", score: 101 }],
    [{ reason: "Yes.", score: 1.5 }],
    [{ verdict: "pass" }],
    ["pass"],
    [null],
  ])("that cannot be used is none: %j", (output) => {
    expect(readJudgeAnswer(output)).toBeNull();
  });
});

describe("a judge as its author writes it", () => {
  it.each<[Partial<Record<string, unknown>>, string]>([
    [{ model: "gpt" }, "model"],
    [{ rubric: "" }, "rubric"],
    [{ threshold: 0 }, "threshold"],
    [{ threshold: 101 }, "threshold"],
    [{ strict: true }, ""],
  ])("is refused, naming the place of what is wrong: %o", (change, place) => {
    const read = assertionSchema.safeParse({ ...judge, ...change } as AssertionInput);
    expect(read.error?.issues[0]?.path.join(".")).toBe(place);
  });
});
