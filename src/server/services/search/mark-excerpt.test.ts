import { expect, it } from "vitest";
import { markExcerpt } from "./mark-excerpt.ts";

const raw = (piece: string, isCutBefore = false, isCutAfter = false) => ({ piece, isCutBefore, isCutAfter });

it("marks the first match, case-insensitively, as it is written there", () => {
  expect(markExcerpt(raw("the Weir and the weir", true, true), "WEIR", false)).toEqual({
    before: "… the ",
    match: "Weir",
    after: " and the weir …",
  });
  expect(markExcerpt(raw("5% (net) more"), "% (n", false)?.match).toBe("% (n");
  expect(markExcerpt(raw("the weir"), "lock", false)).toBeNull();
});

it("shows JSON as the text it encodes, in one line", () => {
  expect(markExcerpt(raw('{"a": "one\\n\\"two\\" \\\\ three\\u00e9\\'), '"two"', true)).toEqual({
    before: '{"a": "one ',
    match: '"two"',
    after: " \\ threeé",
  });
  expect(markExcerpt(raw("one\n  two"), "one two", false)?.match).toBe("one two");
});
