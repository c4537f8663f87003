import { describe, expect, it } from "vitest";
import { Parser } from "yaml";
import { definitionCharacters } from "../json/json-limits.ts";
import { faultLimit, lexemeLimit, readDocument } from "./definition-document.ts";
import { parseDefinitionText } from "./parse-definition-text.ts";

/** As much of a text as may be sent. */
const full = (part: string, before = "") =>
  before + part.repeat(Math.floor((definitionCharacters - before.length) / part.length));

const hostile: readonly (readonly [string, string])[] = [
  ["commas", full(",", "[")],
  ["braces that close", full("}")],
  ["brackets that close", full("]")],
  ["brackets that open", full("[")],
  ["braces that open", full("{")],
  ["empty lists in a row", full("[]")],
  ["empty objects in a row", full("{}")],
  ["empty objects in a list", full("{},", "[")],
  ["pairs of the wrong kind", full("[}")],
  ["values that close", full("a: }\n")],
  ["lists of commas", full("- [,,,,,]\n")],
  ["question marks", full("? ")],
  ["question marks in a list", full("? ,", "[")],
  ["dashes", full("- ")],
  ["colons", full(": ")],
  ["colons in a list", full(":,", "[")],
  ["anchors", full("&a ")],
  ["aliases", full("*a ")],
  ["tags", full("!a ")],
  ["directives", full("%a\n")],
  ["documents", full("---\n")],
  ["ends of documents", full("...\n")],
  ["keys", full("a: 1\n")],
  ["keys in a list", full("a: 1,", "[")],
  ["empty lines", full("\n")],
  ["comments", full("#\n")],
];

describe("a text made to be slow", () => {
  it.each(hostile)("of %s is given up after a bounded number of steps", (_name, text) => {
    const { faults, lines } = readDocument(text);
    expect(faults.length).toBeLessThanOrEqual(faultLimit + 1);
    // A line is a sign of its own: of a text that has too many, none was parsed.
    expect(lines.lineStarts.length).toBeLessThanOrEqual(lexemeLimit);
    const parsed = parseDefinitionText(text);
    expect(parsed.ok ? 0 : parsed.problems.length).toBeLessThanOrEqual(faultLimit + 1);
  });

  it("is refused, and the limit that it passes is named", () => {
    expect(parseDefinitionText(full("a: 1\n"))).toMatchObject({
      ok: false,
      problems: [{ message: "The text has more words and symbols than can be read (about 100,000)." }],
    });
    expect(parseDefinitionText(full("["))).toMatchObject({
      ok: false,
      problems: [{ message: "The text is nested too deep to be read." }],
    });
  });

  it("tells no more faults than anybody reads, and stops the library there", () => {
    let composed = 0;
    const errors = new Parser().parse(full("[]"));
    for (const token of errors) composed += token.type === "error" ? 1 : 0;
    expect(composed).toBeGreaterThan(10_000);
    for (const text of ["[]".repeat(15_000), `[${",".repeat(90_000)}`, "%a\n".repeat(45_000)])
      expect(readDocument(text).faults).toHaveLength(faultLimit);
  });

  it("is not a definition of a thousand nodes, each joined to the next", () => {
    const nodes = Array.from(
      { length: 1_000 },
      (_, index) => `  - { id: n${index}, type: transform, name: N${index}, config: { value: input } }\n`,
    );
    const edges = Array.from(
      { length: 999 },
      (_, index) => `  - { id: e${index}, from: n${index}, to: n${index + 1} }\n`,
    );
    const text = `name: Large\nnodes:\n${nodes.join("")}edges:\n${edges.join("")}`;
    expect(parseDefinitionText(text).ok).toBe(true);
  });
});

describe("one fault is told as one", () => {
  it.each([
    ["a: 1\n---\nb: 2\n---\nc: 3", "several YAML documents", 2],
    ["```yaml\nname: x\n```", "fenced block", 1],
    ["~~~\nname: x\n~~~", "fenced block", 1],
  ])("%j", (text, words, line) => {
    const parsed = parseDefinitionText(text);
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining(words), line }],
    });
    expect(!parsed.ok && parsed.problems).toHaveLength(1);
  });
});
