import { describe, expect, it } from "vitest";
import {
  expressionOf,
  fieldsOf,
  linesOf,
  pairsOf,
  readLines,
  readNumber,
  readYaml,
  yamlOf,
} from "./written-value.ts";

describe("a typed value", () => {
  it("is parsed as in the text", () => {
    expect(readYaml("[1, two]")).toEqual({ ok: true, value: [1, "two"] });
    expect(readYaml("a: { b: true }")).toEqual({ ok: true, value: { a: { b: true } } });
    expect(readYaml("  ")).toEqual({ ok: true, value: undefined });
    expect(readYaml("a: [1")).toMatchObject({ ok: false, message: expect.stringContaining("not closed") });
  });

  it.each([{ a: [1, "two"] }, ["x"], "12", 12, null])("%j comes back as it was shown", (value) =>
    expect(readYaml(yamlOf(value))).toEqual({ ok: true, value }),
  );

  it("is a number, or an error", () => {
    expect(readNumber(" 1_500 ")).toEqual({ ok: true, value: 1_500 });
    expect(readNumber("")).toEqual({ ok: true, value: undefined });
    expect(readNumber("1,5")).toMatchObject({
      ok: false,
      message: expect.stringContaining("must be a number"),
    });
  });

  it("has names and texts, whatever the value", () => {
    expect(pairsOf({ a: "x", b: 1 })).toEqual([
      ["a", "x"],
      ["b", "1"],
    ]);
    expect(pairsOf("x")).toEqual([]);
  });

  it("is a list of lines", () => {
    const plain = { hasNumbers: true, mayBeOne: false };
    expect(linesOf([404, "5xx"])).toBe("404\n5xx");
    expect(linesOf("one")).toBe("one");
    expect(linesOf([{ a: 1 }])).toBeNull();
    expect(readLines(" 404 \n\n5xx", plain)).toEqual([404, "5xx"]);
    expect(readLines("404", { hasNumbers: false, mayBeOne: true })).toBe("404");
    expect(readLines(" \n", plain)).toBeUndefined();
  });

  it("is one expression, or an object of them", () => {
    expect(fieldsOf("input.a")).toEqual({ value: "input.a" });
    expect(fieldsOf(undefined)).toEqual({ value: "input" });
    expect(expressionOf({ a: "input.a", b: "1 + 2" })).toBe('{"a": input.a, "b": 1 + 2}');
  });
});
