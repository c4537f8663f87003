import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateCondition } from "#core/expression/evaluate-expression.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import {
  type ConditionTest,
  comparesWith,
  conditionTests,
  isPath,
  valueProblem,
  writeComparison,
} from "./condition-parts.ts";
import { readCondition as readJoined } from "./joined-condition.ts";

const tests = Object.keys(conditionTests) as ConditionTest[];

function readCondition(source: string) {
  const read = readJoined(source);
  return read?.comparisons.length === 1 ? read.comparisons[0]?.parts : null;
}

function holds(source: string, input: unknown) {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const scope = { input, trigger: input, variables: {}, nodes: {}, run: { startedAt: "" } };
  const held = evaluateCondition(parsed.expression, scope as never);
  return held.ok ? held.value : held.message;
}

describe("a parsed condition", () => {
  it.each([
    ["input.score >= 8", { value: "input.score", test: "at-least", with: "8" }],
    ['input.lines[0].kind == "urgent"', { value: "input.lines[0].kind", test: "is", with: "urgent" }],
    [
      'nodes.ask.output.contains("a \\"b\\"")',
      { value: "nodes.ask.output", test: "contains", with: 'a "b"' },
    ],
    ["input.done != null", { value: "input.done", test: "is-not", with: "null" }],
    ["size(input.lines) > 20", { value: "input.lines", test: "length-more", with: "20" }],
    ["has(input.score)", { value: "input.score", test: "there", with: "" }],
    ["!has(input.score)", { value: "input.score", test: "missing", with: "" }],
    ['input.code.matches("^\\\\d+$")', { value: "input.code", test: "matches", with: String.raw`^\d+$` }],
    ['input.code == "007"', { value: "input.code", test: "is", with: '"007"' }],
  ] as const)("%s", (source, parts) => {
    expect(readCondition(source)).toEqual(parts);
    expect(readCondition(writeComparison(parts))).toEqual(parts);
  });

  it.each([
    "true",
    "",
    "input.a > 1 && input.b",
    "size(input) + 1 > 3",
    "has(input)",
    "input.a > input.b",
    "!input.a",
    'input == "a',
  ])("is left as it is written where it is something else: %s", (source) => {
    expect(readCondition(source)).toBeNull();
  });

  it("is written so that it parses to the same, with the same meaning", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tests.filter((test) => test !== "matches")),
        fc.string(),
        (test, typed) => {
          const source = writeComparison({ value: "input", test, with: typed });
          const parts = readCondition(source);
          expect(parts ? writeComparison(parts) : null).toBe(source);
          expect(parseExpression(source).ok).toBe(true);
        },
      ),
    );
  });

  it("compares with what is typed: a number, a keyword, or a text", () => {
    const is = (typed: string) => writeComparison({ value: "input", test: "is", with: typed });
    expect([
      holds(is("8"), 8),
      holds(is("true"), true),
      holds(is('"8"'), "8"),
      holds(is("eight"), "eight"),
    ]).toEqual([...[true, true, true, true]]);
    expect(holds(writeComparison({ value: "input", test: "begins", with: "8" }), "80 %")).toBe(true);
  });

  it("tests whether a field exists, how long a value is, and whether it matches a pattern", () => {
    const asked = (test: ConditionTest, typed: string, value = "input.code") =>
      holds(writeComparison({ value, test, with: typed }), { code: "A17" });
    expect([asked("there", ""), asked("missing", ""), asked("missing", "", "input.other")]).toEqual([
      true,
      false,
      true,
    ]);
    expect([asked("length-is", "3"), asked("length-more", "3"), asked("length-at-most", "3")]).toEqual([
      true,
      false,
      true,
    ]);
    expect([asked("matches", String.raw`^A\d+$`), asked("matches", "^B")]).toEqual([true, false]);
    // Presence can be tested only for a field; anything else is compared with null.
    expect(asked("there", "", "input")).toBe(true);
    expect([comparesWith("there"), comparesWith("length-is")]).toEqual([false, true]);
  });

  it("knows which paths are valid", () => {
    expect(["input", " input.a[0].b ", "nodes.x.output"].map(isPath)).toEqual([true, true, true]);
    expect(["", "input.", "1", "a b", "input.a()"].map(isPath)).toEqual([false, false, false, false, false]);
  });

  it("reports an invalid path, and allows an empty one only before it is written", () => {
    expect(["input.a", " ", ""].map((typed) => valueProblem(typed, true))).toEqual([null, null, null]);
    expect(valueProblem("input.a", false)).toBeNull();
    for (const typed of ["", "input.", "not a path"])
      expect(valueProblem(typed, false)).toMatch(/^Enter the path/);
    expect(valueProblem("input.", true)).toMatch(/^Enter the path/);
  });
});
