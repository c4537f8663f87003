import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "./parse-definition-text.ts";

/** What is reported about a text that cannot be read, with the line. */
function told(text: string): readonly string[] {
  const parse = parseDefinitionText(text);
  return parse.ok ? [] : parse.problems.map(({ line, message }) => `${line}: ${message}`);
}

describe("what is wrong with how a definition is written", () => {
  it.each([
    ["name: A\nunread: [", "is not closed before this place: end it with ]"],
    ["name: A\nunread: {", "is not closed before this place: end it with }"],
    ["name: Order: first", "Put quotes around a value with a colon"],
    ['name: "A\nnodes: []', "the quote at its end is missing"],
    ["nodes:\n  - id: a\n   name: b", "indent it like the fields above it"],
    ["name: A\nnodes\nedges: []", "has no colon"],
    ["nodes:\n\t- id: a", "indented with a tab"],
    ["name: @home", "needs quotes around it"],
    ["nodes: [{ id: a } { id: b }]", "a comma, a quote or a line break is missing before it"],
    ["nodes: [a,, b]", "comma too many"],
  ])("%j is told in plain words", (text, words) => {
    const [first] = told(text);
    expect(first).toContain(words);
  });
});
