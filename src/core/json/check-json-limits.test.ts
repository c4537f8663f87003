import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkJsonLimits } from "./check-json-limits.ts";
import type { Json } from "./json.ts";
import { runInputLimits } from "./json-limits.ts";
import { normalizeJson, normalizeText } from "./normalize-text.ts";
import { parseJsonText } from "./parse-json-text.ts";

function nested(levels: number): Json {
  let value: Json = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
}

describe("checkJsonLimits", () => {
  it("accepts ordinary JSON of any shape", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(!text.includes("\\u0000"));
        expect(checkJsonLimits(value)).toBeNull();
      }),
    );
  });

  it("accepts 64 levels and refuses 65, however deep it goes", () => {
    expect(checkJsonLimits(nested(64))).toBeNull();
    expect(checkJsonLimits(nested(65))).toMatchObject({ code: "INVALID_INPUT", path: { length: 64 } });
    expect(checkJsonLimits(nested(100_000))?.message).toContain("64 levels");
  });

  it("names the size and the limit of what is too large", () => {
    const fault = checkJsonLimits({ document: "x".repeat(2 * 1_048_576) }, runInputLimits);
    expect(fault).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(fault?.message).toBe("as JSON it is at least 2 MB; the limit is 1 MB");
    expect(checkJsonLimits({ document: "x".repeat(1_000_000) }, runInputLimits)).toBeNull();
  });

  it("counts elements and keys", () => {
    expect(checkJsonLimits(Array.from({ length: 200_001 }, () => 1))?.code).toBe("PAYLOAD_TOO_LARGE");
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, [1]]));
    expect(checkJsonLimits(wide)).toBeNull();
  });

  it.each([
    [{ a: [{ b: "x\u0000y" }] }, ["a", 0, "b"], "NUL"],
    [{ a: { "k\u0000": 1 } }, ["a", "k\u0000"], "NUL"],
    [["ok", "\ud800"], [1], "surrogate"],
    [{ a: Number.NaN }, ["a"], "NaN"],
    [{ a: undefined }, ["a"], "undefined"],
  ])("refuses %j and says where", (value, path, word) => {
    const fault = checkJsonLimits(value);
    expect(fault?.path).toEqual(path);
    expect(fault?.message).toContain(word);
  });

  it("never lets through what cannot be stored", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: "binary" }),
        fc.jsonValue({ stringUnit: fc.constantFrom("\0", "\udc00", "a") }),
        (one, other) => {
          const value = { one, other };
          if (checkJsonLimits(value) === null)
            expect(JSON.stringify(value)).not.toMatch(/\\u0000|\\ud[89a-f]/);
        },
      ),
    );
  });
});

describe("parseJsonText", () => {
  it("looks at the length before it reads anything", () => {
    const parsed = parseJsonText(`"${"x".repeat(2 * 1_048_576)}"`, runInputLimits);
    expect(parsed).toMatchObject({ ok: false, fault: { code: "PAYLOAD_TOO_LARGE" } });
  });

  it("reads JSON and explains what is none", () => {
    expect(parseJsonText('{"a":[1,true,null]}')).toEqual({ ok: true, value: { a: [1, true, null] } });
    expect(parseJsonText('{"a":')).toMatchObject({ ok: false, fault: { code: "INVALID_INPUT" } });
    expect(parseJsonText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toMatchObject({ ok: false });
  });
});

describe("normalizeText", () => {
  it("replaces what cannot be stored and leaves the rest", () => {
    expect(normalizeText("a\0b\ud800c😀")).toBe("a\ufffdb\ufffdc😀");
    expect(normalizeJson({ "k\0": ["\udc00", { x: 1 }] })).toEqual({ "k\ufffd": ["\ufffd", { x: 1 }] });
  });

  it("makes everything storable, once and for all", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: fc.constantFrom("\0", "\udc00", "\ud800", "a", "é") }),
        (value) => {
          const normal = normalizeJson(value as Json);
          expect(checkJsonLimits(normal)).toBeNull();
          expect(normalizeJson(normal)).toEqual(normal);
        },
      ),
    );
  });
});
