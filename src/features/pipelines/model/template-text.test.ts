import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { nodeTypesIn, renamed, templateHead } from "./template-text.ts";

const text = `name: Two
description: Shows two.
nodes:
  - { id: a, type: trigger, name: A }
  - { id: b, type: agent, name: B }
  - { id: c, type: agent, name: C }
  - id: d
    type: agent
    name: D
    outputSchema: { type: object, properties: { id: { type: string } } }
`;

describe("template text", () => {
  it("reads a template's name and its node types", () => {
    expect(templateHead(text)).toEqual({ name: "Two", description: "Shows two." });
    expect(nodeTypesIn(text)).toEqual([
      { type: "trigger", count: 1 },
      { type: "agent", count: 3 },
    ]);
  });

  it("accepts any name", () => {
    for (const name of ['A "quoted": name', "# no comment", "$& $1", "- list", "true", "Größe\\n"]) {
      expect(parseDefinitionText(renamed(text, name))).toMatchObject({ ok: true, value: { name } });
    }
  });
});
