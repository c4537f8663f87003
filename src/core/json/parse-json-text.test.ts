import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepsDigits } from "./number-digits.ts";
import { parseForeignJson, parseJsonText } from "./parse-json-text.ts";

/** Any JSON, with keys that JavaScript's own objects answer to. */
const anyJson = fc.jsonValue({ maxDepth: 4 }).chain((value) =>
  fc.constantFrom("constructor", "prototype", "__proto__", "toString", "hasOwnProperty").map((key) => {
    const inner = `{${JSON.stringify(key)}:${JSON.stringify(value)}}`;
    return `{"${key}":[${inner}],"rest":${JSON.stringify(value)}}`;
  }),
);

describe("keys that JavaScript's own objects have", () => {
  it("are keys like any other, however the text is read", () => {
    fc.assert(
      fc.property(anyJson, (text) => {
        for (const parsed of [parseJsonText(text), parseForeignJson(text)]) {
          expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
        }
      }),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("numbers that JavaScript cannot hold", () => {
  const lost = [
    "9007199254740993",
    "-9007199254740993",
    "123456789012345678901234567890",
    "0.12345678901234567890",
    "1.000000000000000001",
    "12345678901234567891e-3",
    "5.123e-324",
    "1e400",
    "1e-400",
  ];
  it.each(lost)("%s is a text of its digits in what came from elsewhere", (literal) => {
    expect(parseForeignJson(`{"a":[1,${literal}],"b":"${literal}"}`)).toEqual({
      ok: true,
      value: { a: [1, literal], b: literal },
      numbersAsText: [literal],
    });
  });

  it.each(lost)("refuses %s where it was sent on purpose, and names its place", (literal) => {
    const parsed = parseJsonText(`{"x":"a\\"1,2[","list":[{},{"id": ${literal} }]}`);
    expect(parsed).toMatchObject({ ok: false, kind: "refused", fault: { path: ["list", 1, "id"] } });
    expect(!parsed.ok && parsed.fault.message).toContain(literal);
  });

  it.each([
    "0",
    "-0",
    "0.0",
    "1.10",
    "100",
    "9007199254740992",
    "1e21",
    "100000000000000000000000",
    "52.520006599999998",
    "0.1000000000000000055511151231257827",
    "0.30000000000000004",
    "1.7976931348623157e308",
    "5e-324",
    "2.50E+3",
  ])("%s is a number", (literal) => {
    expect(parseJsonText(`[${literal}]`)).toEqual({ ok: true, value: JSON.parse(`[${literal}]`) });
    expect(parseForeignJson(`[${literal}]`)).toMatchObject({ ok: true, value: JSON.parse(`[${literal}]`) });
  });

  it("what JavaScript wrote, JavaScript can hold", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => keepsDigits(`${n}`)));
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => keepsDigits(`${n}`)));
  });

  it("digits that stay come back as they were written", () => {
    fc.assert(
      fc.property(fc.bigInt(), (n) => {
        const held = keepsDigits(`${n}`);
        expect(held).toBe(BigInt(Number(n)) === n && BigInt(shortestOf(Number(n))) === n);
      }),
    );
  });
});

/** The digits that JavaScript writes for a whole number, without an exponent. */
function shortestOf(value: number): string {
  const [, sign = "", first = "", rest = "", power = "0"] =
    /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/.exec(value.toExponential()) ?? [];
  return `${sign}${first}${rest.padEnd(Number(power), "0")}`;
}

describe("characters that cannot be stored", () => {
  it("are repaired after parsing, in values and keys, escaped or not", () => {
    const text = '{"a\\u0000":["\\ud800x","\\u0000","\\\\u0000"],"\\udc00":"ok"}';
    expect(parseForeignJson(text)).toMatchObject({
      ok: true,
      value: { "a\ufffd": ["\ufffdx", "\ufffd", "\\u0000"], "\ufffd": "ok" },
    });
    expect(parseJsonText(text)).toMatchObject({ ok: false, kind: "refused", fault: { path: ["a\0"] } });
  });
});

describe("limits", () => {
  it.each([
    [`${"[".repeat(70)}${"]".repeat(70)}`, /nested more than 64 levels/, 64],
    [`{"rows":[${"1,".repeat(210_000)}1]}`, /more than 200,000 elements/, 1],
    [`{"text":"${"x".repeat(2_100_000)}"}`, /as JSON it is 2 MB; the limit is 1.9 MB/, 0],
  ])("are named, with the place where they were passed", (text, message, depth) => {
    const parsed = parseForeignJson(text);
    expect(parsed).toMatchObject({ ok: false, kind: "refused", fault: { path: { length: depth } } });
    expect(!parsed.ok && parsed.fault.message).toMatch(message);
  });

  it("are not reported of text that is not JSON", () => {
    expect(parseForeignJson("{oops}")).toMatchObject({ ok: false, kind: "not-json" });
    expect(parseForeignJson("12345678901234567890x")).toMatchObject({ ok: false, kind: "not-json" });
  });
});
