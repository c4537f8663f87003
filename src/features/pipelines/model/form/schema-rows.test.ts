import { expect, it } from "vitest";
import { rowOfType, rowsOf, withNewRow, withoutRow, withRowName, withRowRequired } from "./schema-rows.ts";

const schema = {
  type: "object",
  properties: {
    name: { type: "string", title: "Name", maxLength: 9 },
    size: { type: ["integer", "null"] },
    either: { anyOf: [{ type: "string" }, { type: "number" }] },
  },
  required: ["name"],
};

it("reads the fields of an object, and leaves what it cannot show to the text", () => {
  expect(
    rowsOf(schema)?.map(({ name, type, isNullable, isRequired }) => [name, type, isNullable, isRequired]),
  ).toEqual([
    ["name", "string", false, true],
    ["size", "integer", true, false],
    ["either", null, false, false],
  ]);
  expect(rowsOf({ type: "string" })).toBeNull();
  expect(rowsOf(undefined)).toBeNull();
});

it("adds, takes out and renames fields, and what is required goes with them", () => {
  expect(Object.keys(withNewRow(withNewRow(schema)).properties ?? {}).slice(3)).toEqual(["field1", "field2"]);
  expect(withoutRow(schema, "name")).toEqual({
    type: "object",
    properties: { size: schema.properties.size, either: schema.properties.either },
  });
  const renamed = withRowName(schema, "name", "title");
  expect(Object.keys(renamed?.properties ?? {})).toEqual(["title", "size", "either"]);
  expect(renamed?.required).toEqual(["title"]);
  expect(withRowName(schema, "name", "size")).toBeNull();
  expect(withRowRequired(schema, "size", true).required).toEqual(["name", "size"]);
  expect(withRowRequired(schema, "name", false)).not.toHaveProperty("required");
});

it("changes a type, and keeps what a field is called and whether it may be null", () => {
  const [name, size] = rowsOf(schema) ?? [];
  expect(name && rowOfType(name, "object")).toEqual({ type: "object", title: "Name", properties: {} });
  expect(size && rowOfType(size, "number")).toEqual({ type: ["number", "null"] });
});
