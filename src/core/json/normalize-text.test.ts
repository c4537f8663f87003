import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText } from "./normalize-text.ts";

describe("cutText", () => {
  it("keeps what fits, and leaves out a character of which only half does", () => {
    expect([cutText("ebb", 5), cutText("a🌊", 3), cutText("a🌊", 2), cutText("🌊", 0)]).toEqual([
      "ebb",
      "a🌊",
      "a",
      "",
    ]);
  });

  it("makes of a sound text a sound text, at most one unit shorter than it may be", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.isWellFormed()).toBe(true);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, most) - 1);
        expect(cut.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
