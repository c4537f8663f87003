import { expect, it } from "vitest";
import { nodeTypes } from "#core/nodes/registry.ts";
import { settingsSchema, variableSchema } from "#core/pipeline/definition.ts";
import { triggerSchema } from "#core/triggers/trigger-definition.ts";
import { groupsOf } from "./field-groups.ts";
import { commonFields, configForm, type FormField, objectFields, ownerOf } from "./form-fields.ts";
import { toolFields } from "./written-tools.ts";

/** All fields of all forms, by object. */
function allFields(): readonly (readonly [owner: string, fields: readonly FormField[]])[] {
  const ofNodes = nodeTypes.flatMap(({ type }) => {
    const { decidedBy, fields } = configForm(type, {});
    if (decidedBy === null) return [[ownerOf(type, {}), fields] as const];
    return decidedBy.options.map((option) => {
      const config = { [decidedBy.name]: option };
      return [ownerOf(type, config), configForm(type, config).fields] as const;
    });
  });
  const ofTriggers = triggerSchema.options.map((schema) => {
    const owner = `trigger ${schema.shape.kind.value}`;
    return [owner, objectFields(owner, schema)] as const;
  });
  return [
    ["node", commonFields()],
    ...ofNodes,
    ...ofTriggers,
    ["settings", objectFields("settings", settingsSchema)],
    ["variable", objectFields("variable", variableSchema)],
    ...["http", "mcp", "pipeline"].map((kind) => [`tool ${kind}`, toolFields(kind)] as const),
  ];
}

/** Fields that their label and control explain well enough. */
const saidByTitle = new Set(["node retry", "node limits", "agent approval", "agent approval who"]);

function unsaid(owner: string, fields: readonly FormField[]): readonly string[] {
  return fields.flatMap((field) => {
    const inner = `${owner} ${field.name}`;
    const own = field.help === null && !saidByTitle.has(inner) && field.kind.kind !== "group" ? [inner] : [];
    return field.kind.kind === "group" ? [...own, ...unsaid(inner, field.kind.fields)] : own;
  });
}

/** People who write requests know what a method is. */
const known = ["action http.request method", "tool http method"];

it("explains every field", () => {
  expect(allFields().flatMap(([owner, fields]) => unsaid(owner, fields))).toEqual(known);
});

it("groups only existing fields", () => {
  for (const [owner, fields] of allFields()) {
    const names = fields.map(({ name }) => name);
    for (const group of groupsOf(owner)) expect(names).toEqual(expect.arrayContaining([...group.names]));
  }
});

it("gives no two fields of an object the same label", () => {
  for (const [owner, fields] of allFields()) {
    const labels = fields.map(({ label }) => label);
    expect([owner, labels]).toEqual([owner, [...new Set(labels)]]);
  }
});
