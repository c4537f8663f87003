import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "./parse-definition-text.ts";

const asDefault = (literal: string) => `name: x\nvariables:\n  v:\n    default: ${literal}\n`;

describe("a number in YAML that reads as other figures than are written", () => {
  it.each([
    ["1.10", "1.1"],
    ["1.0", "1"],
    ["680841e1", "6808410"],
    ["01234", "1234"],
    ["0o17", "15"],
    ["0x1F", "31"],
    [".5", "0.5"],
    ["+12", "12"],
  ])("%s is warned of where it is data", (literal, read) => {
    expect(parseDefinitionText(asDefault(literal))).toMatchObject({
      ok: true,
      warnings: [
        {
          severity: "warning",
          message: `variables.v.default: ${literal} is read as the number ${read}; put quotes around it if it is meant as text: "${literal}".`,
          path: ["variables", "v", "default"],
          line: 4,
        },
      ],
    });
  });

  it.each(["1.1", "12", "-3", "0", '"1.10"', "1_000", "yes", "1.2.3", "0b11"])(
    "%s says what it says",
    (literal) => {
      expect(parseDefinitionText(asDefault(literal))).toMatchObject({ ok: true, warnings: [] });
    },
  );

  it.each([
    "nodes: [{ fallbackOutput: { price: 1.10 } }]",
    "nodes: [{ outputSchema: { properties: { v: { enum: [1.10] } } } }]",
  ])("is found in %s", (text) => {
    expect(parseDefinitionText(text)).toMatchObject({ ok: true, warnings: [{ severity: "warning" }] });
  });

  it.each(["settings: { retryBackoffBase: 1.0 }", "nodes: [{ config: { temperature: 0.50 } }]"])(
    "is a number where one is asked for: %s",
    (text) => expect(parseDefinitionText(text)).toMatchObject({ ok: true, warnings: [] }),
  );
});

describe("a number in a definition whose digits would be lost", () => {
  it.each(["9007199254740993", "0x20000000000001", "0.12345678901234567890", "1e-400"])(
    "%s is refused, and its line is named",
    (literal) => {
      const parsed = parseDefinitionText(asDefault(literal));
      expect(parsed).toMatchObject({
        ok: false,
        problems: [{ line: 4, path: ["variables", "v", "default"] }],
      });
      expect(!parsed.ok && parsed.problems[0]?.message).toContain(literal);
    },
  );

  it("is refused in JSON too, with its line", () => {
    const text = '{"name": "x",\n"variables": {"v": {"default": 9007199254740993}}}';
    expect(parseDefinitionText(text)).toMatchObject({
      ok: false,
      problems: [{ line: 2, path: ["variables", "v", "default"] }],
    });
  });
});
