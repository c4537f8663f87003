import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { everyNode } from "#core/pipeline/bodies/every-node.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { inputFieldsOf } from "../model/run-form/input-fields.ts";
import { nodeTypesIn } from "../model/template-text.ts";
import exampleInputs from "./example-inputs.json" with { type: "json" };

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function read(file: string) {
  const parsed = parseDefinitionText(readFileSync(`${folder}/${file}`, "utf8"));
  expect(parsed).toMatchObject({ ok: true });
  const validation = validateDefinition(parsed.ok ? parsed.value : null, { agentKeys: new Set() });
  expect(validation).toMatchObject({ ok: true, warnings: [] });
  if (!validation.ok) throw new Error("unreachable");
  return validation.definition;
}

describe("templates", () => {
  it("are at least twelve besides the empty one, and all are offered", () => {
    const source = readFileSync(`${folder}/templates.ts`, "utf8");
    const offered = [...source.matchAll(/template\("([a-z-]+)"/g)].map(([, id]) => id);
    expect(offered.sort()).toEqual(Object.keys(exampleInputs).sort());
    expect(offered.length).toBeGreaterThanOrEqual(13);
  });

  it("have an example for each file, and a file for each example", () => {
    expect(files.map((file) => file.replace(".yaml", "")).sort()).toEqual(Object.keys(exampleInputs).sort());
  });

  it.each(files)("%s validates without a warning, and runs in the sandbox alone", (file) => {
    const definition = read(file);
    const models = everyNode(definition).flatMap(({ node }) =>
      node.type === "agent" ? [node.config.model ?? ""] : [],
    );
    expect(models.map((model) => parseModelRef(model).provider)).toEqual(models.map(() => "sandbox"));
    expect(definition.description).toBeDefined();
  });

  it.each(files)("shows exactly the node types of %s", (file) => {
    const types = everyNode(read(file)).map(({ node }) => node.type);
    const shown = nodeTypesIn(readFileSync(`${folder}/${file}`, "utf8"));
    expect(shown.flatMap(({ type, count }) => Array<string>(count).fill(type)).sort()).toEqual(types.sort());
  });

  it.each(Object.entries(exampleInputs))(
    "the example of %s gives what the pipeline reads, and nothing else",
    (id, example) => {
      const { fields } = inputFieldsOf(read(`${id}.yaml`));
      expect(Object.keys(example ?? {})).toEqual(fields.map(({ name }) => name));
    },
  );
});
