import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countChanges, diffLines } from "./line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "  - id: x", ""), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

/** The longest common subsequence of lines, found the slow way. */
function longestCommon(left: readonly string[], right: readonly string[]): number {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (const [i, one] of left.entries()) {
    for (const [j, other] of right.entries()) {
      const row = table[i + 1];
      if (row === undefined) continue;
      row[j + 1] = one === other ? (table[i]?.[j] ?? 0) + 1 : Math.max(table[i]?.[j + 1] ?? 0, row[j] ?? 0);
    }
  }
  return table[left.length]?.[right.length] ?? 0;
}

const linesOf = (whole: string) => whole.split("\n").slice(0, -1);

describe("diffLines", () => {
  it("contains both texts, with the fewest changes", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const kept = lines.filter((line) => line.kind !== "added").map((line) => line.text);
        const made = lines.filter((line) => line.kind !== "removed").map((line) => line.text);
        expect(kept).toEqual(linesOf(before));
        expect(made).toEqual(linesOf(after));
        const same = lines.filter((line) => line.kind === "same").length;
        expect(same).toBe(longestCommon(linesOf(before), linesOf(after)));
      }),
      { numRuns: 500 },
    );
  });

  it("numbers the lines of both texts", () => {
    expect(diffLines("a\nb\nc\n", "a\nx\nc")).toEqual([
      { kind: "same", text: "a", oldLine: 1, newLine: 1 },
      { kind: "removed", text: "b", parts: null, oldLine: 2 },
      { kind: "added", text: "x", parts: null, newLine: 2 },
      { kind: "same", text: "c", oldLine: 3, newLine: 3 },
    ]);
  });

  it("marks changed words within a line, if the lines are similar", () => {
    const before = "  - { id: a, type: agent, config: { model: sandbox/echo } }\nedges: none at all\n";
    const after = "  - { id: a, type: agent, config: { model: sandbox/brief } }\nquite another thing\n";
    const marked = diffLines(before, after).map((line) =>
      line.kind === "same" || line.parts === null
        ? null
        : line.parts.filter(({ isChanged }) => isChanged).map(({ text }) => text),
    );
    expect(marked).toEqual([["echo"], null, ["brief"], null]);
  });

  it("returns each changed line whole in its parts", () => {
    const line = fc.array(fc.constantFrom("id", "a", ": ", " ", "{ ", "x-y"), { maxLength: 10 });
    fc.assert(
      fc.property(line, line, (before, after) => {
        for (const changed of diffLines(before.join(""), after.join(""))) {
          if (changed.kind === "same" || changed.parts === null) continue;
          expect(changed.parts.map(({ text }) => text).join("")).toBe(changed.text);
        }
      }),
    );
  });

  it("ends quickly for long texts that have nothing in common", () => {
    const long = (word: string) => Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join("\n");
    const lines = diffLines(long("a"), long("b"));
    expect(countChanges(lines)).toEqual({ added: 20_000, removed: 20_000 });
  });
});
