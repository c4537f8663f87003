import { describe, expect, it } from "vitest";
import {
  renameNodeInExpression,
  renameNodeInTemplate,
  renameVariableInExpression,
  renameVariableInTemplate,
} from "./rename-names.ts";

const text = new Map([["draft", "text"]]);

describe("another id for a node in what refers to it", () => {
  it.each([
    ["nodes.draft.output", "nodes.text.output"],
    ["nodes.draft.output + nodes.drafts.output", "nodes.text.output + nodes.drafts.output"],
    ["nodes.?draft.output", "nodes.?text.output"],
    ['nodes["draft"].output', 'nodes["text"].output'],
    ["nodes[?'draft'].output", "nodes[?'text'].output"],
    ["input.nodes.draft", "input.nodes.draft"],
    ['"nodes.draft" + nodes .draft', '"nodes.draft" + nodes.text'],
    ["nodes.draft // nodes.draft", "nodes.text // nodes.draft"],
    ["size(nodes.draft", "size(nodes.text"],
    ["draft", "draft"],
  ])("%s becomes %s", (before, after) => expect(renameNodeInExpression(before, text)).toBe(after));

  it("puts an id in quotes that is not a name", () => {
    expect(renameNodeInExpression("nodes.?draft.output", new Map([["draft", "my-draft"]]))).toBe(
      'nodes[?"my-draft"].output',
    );
    expect(renameNodeInExpression("nodes.draft.output", new Map([["draft", "in"]]))).toBe(
      'nodes["in"].output',
    );
  });

  it("gives several ids at the same time", () => {
    const swapped = new Map([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(renameNodeInExpression("nodes.a + nodes.b", swapped)).toBe("nodes.b + nodes.a");
  });

  it("changes only what a template inserts", () => {
    const before = "nodes.draft {{ nodes.draft.output }} \\{{ nodes.draft }} {{ nodes.draft";
    const after = "nodes.draft {{ nodes.text.output }} \\{{ nodes.draft }} {{ nodes.draft";
    expect(renameNodeInTemplate(before, text)).toBe(after);
  });
});

describe("a new name for a variable, in what reads it", () => {
  const voice = new Map([["tone", "voice"]]);

  it("changes it wherever it is read, and nothing that only has the same name", () => {
    expect(renameVariableInExpression("variables.tone + nodes.tone + variables.?tone", voice)).toBe(
      "variables.voice + nodes.tone + variables.?voice",
    );
    expect(renameVariableInExpression('"variables.tone"', voice)).toBe('"variables.tone"');
  });

  it("changes one that stands alone between braces, and leaves what is text", () => {
    expect(renameVariableInTemplate("tone {{tone}} {{ tone }} {{ tone + 1 }} \\{{ tone }}", voice)).toBe(
      "tone {{voice}} {{ voice }} {{ tone + 1 }} \\{{ tone }}",
    );
  });

  it("writes the full name where the short one would mean something else", () => {
    expect(renameVariableInTemplate("{{ tone }}", new Map([["tone", "input"]]))).toBe(
      "{{ variables.input }}",
    );
    expect(renameVariableInTemplate("{{ tone }}", new Map([["tone", "in"]]))).toBe('{{ variables["in"] }}');
    expect(renameVariableInTemplate("{{ input }}", new Map([["input", "text"]]))).toBe("{{ input }}");
  });
});
