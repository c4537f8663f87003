import { expect, it } from "vitest";
import { type Join, readCondition, withComparison, withJoin, withoutComparison } from "./joined-condition.ts";

function read(source: string) {
  const found = readCondition(source);
  if (found === null) throw new Error(`It is not comparisons: ${source}`);
  return found;
}

it.each([
  ["input.a > 1 && size(input.b) >= 2", "all", ["more", "length-at-least"]],
  ['has(input.a) || input.a.contains("x && y") || input.b == 1', "any", ["there", "contains", "is"]],
  ["input.a > 1", "all", ["more"]],
  [" input.a > 1\n  && !has(input.b)\n", "all", ["more", "missing"]],
] as const)("takes %j apart", (source, join, tests) => {
  expect(read(source).join).toBe(join);
  expect(read(source).comparisons.map(({ parts }) => parts.test)).toEqual(tests);
});

it.each([
  "input.a > 1 && input.b > 2 || input.c > 3",
  "(input.a > 1) && input.b > 2",
  "input.a > 1 &&",
  "&& input.a > 1",
  "input.a > 1 input.b > 2",
  "input.a > 1 & input.b > 2",
  "!(input.a > 1)",
  "",
])("leaves to the text: %j", (source) => {
  expect(readCondition(source)).toBeNull();
});

it("changes one comparison, and leaves the rest as it is", () => {
  const source = " input.a>1\n  &&   size( input.b ) > 2";
  expect(readCondition(source)).toBeNull();
  const spaced = " input.a>1\n  &&   input.b == 2";
  const parts = { value: "input.b", test: "length-more", with: "20" } as const;
  expect(withComparison(read(spaced), 1, parts)).toBe(" input.a>1\n  &&   size(input.b) > 20");
  expect(withComparison(read(spaced), 0, parts)).toBe(" size(input.b) > 20\n  &&   input.b == 2");
});

it("adds one with the same operator, or the first one", () => {
  const parts = { value: "input.c", test: "there", with: "" } as const;
  expect(withComparison(null, 0, parts)).toBe("has(input.c)");
  expect(withComparison(read("input.a > 1"), 1, parts)).toBe("input.a > 1 && has(input.c)");
  expect(withComparison(read("input.a > 1 || input.b > 1"), 2, parts)).toBe(
    "input.a > 1 || input.b > 1 || has(input.c)",
  );
});

it("removes one with its operator", () => {
  const three = read("input.a > 1 ||\n input.b > 2 || input.c > 3");
  expect([0, 1, 2].map((index) => withoutComparison(three, index))).toEqual([
    "input.b > 2 || input.c > 3",
    "input.a > 1 || input.c > 3",
    "input.a > 1 ||\n input.b > 2",
  ]);
  expect(withoutComparison(read("input.a > 1"), 0)).toBe("true");
});

it("changes the operator, and leaves texts alone", () => {
  const to = (join: Join, source: string) => withJoin(read(source), join);
  expect(to("any", 'input.a == "&&"  &&\n  input.b > 2 && has(input.c) ')).toBe(
    'input.a == "&&"  ||\n  input.b > 2 || has(input.c) ',
  );
  expect(to("all", "input.a > 1")).toBe("input.a > 1");
});
