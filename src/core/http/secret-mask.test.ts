import { describe, expect, it } from "vitest";
import { createSecretMask } from "./secret-mask.ts";

const value = 'Tök"en/with space+1';
const mask = createSecretMask(
  new Map([
    ["TOKEN", value],
    ["LONGER", `${value}-and-more`],
    ["DIGITS", "4711471147"],
    ["SHORT", "abc"],
  ]),
);

describe("a mask of secrets", () => {
  it.each([
    ["as it is", value],
    ["in an address", encodeURIComponent(value)],
    ["in the path of an address", encodeURIComponent(value).replace("%2F", "/")],
    [
      "in an address, in small letters",
      encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ["in a host", value.toLowerCase()],
    ["in a form", new URLSearchParams({ a: value }).toString().slice(2)],
    ["in JSON", JSON.stringify(value).slice(1, -1)],
  ])("finds a value %s", (_how, written) => {
    expect(mask.text(`a ${written} b ${written}`)).toBe("a ***TOKEN*** b ***TOKEN***");
  });

  it("takes the longest first, and leaves short values", () => {
    expect(mask.text(`${value}-and-more abc`)).toBe("***LONGER*** abc");
  });

  it("finds texts, keys and numbers in JSON, and keeps what has nothing to do with it", () => {
    const given = { [value]: [4_711_471_147, { a: `x${value}` }], b: 4_711, c: null, d: true };
    expect(mask.json(given)).toEqual({
      "***TOKEN***": ["***DIGITS***", { a: "x***TOKEN***" }],
      b: 4_711,
      c: null,
      d: true,
    });
  });

  it("finds a value among bytes that are not text", () => {
    const bytes = Buffer.concat([Buffer.from([0, 255]), Buffer.from(value), Buffer.from([128])]);
    const masked = Buffer.concat([Buffer.from([0, 255]), Buffer.from("***TOKEN***"), Buffer.from([128])]);
    expect(Buffer.from(mask.bytes(bytes)).equals(masked)).toBe(true);
  });

  it("finds the beginning of a value where a text was cut off", () => {
    const one = createSecretMask(new Map([["TOKEN", value]]));
    expect(one.cutText(`it was ${value.slice(0, 9)}`)).toBe("it was ***TOKEN***");
    expect(one.cutText("it was nothing")).toBe("it was nothing");
  });
});
