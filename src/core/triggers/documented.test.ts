import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";

function examplesIn(name: string): readonly string[] {
  const page = readFileSync(join(import.meta.dirname, "../../../docs", name), "utf8");
  return [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);
}
const minimal = { name: "Minimal", nodes: [{ id: "start", type: "trigger", name: "Start" }], edges: [] };

function parse(text: string): JsonObject {
  const parsed = parseDefinitionText(text);
  return parsed.ok ? (parsed.value as JsonObject) : expect.fail(JSON.stringify(parsed.problems));
}

describe.each(["triggers.md", "waits.md"])("docs/%s", (name) => {
  const examples = examplesIn(name);

  it("has examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples.map((text): [string] => [text]))("shows what can be published: %s", (text) => {
    const checked = validateDefinition({ ...minimal, ...parse(text) } satisfies Json);
    expect(checked).toMatchObject({ ok: true, warnings: [] });
  });
});
