import { expect, it } from "vitest";
import {
  choicesOf,
  itemRowOf,
  readChoices,
  rowOfType,
  rowsOf,
  type SchemaRow,
  withNewRow,
  withoutRow,
  withRowName,
  withRowRequired,
} from "./schema-rows.ts";

const schema = {
  type: "object",
  properties: {
    name: { type: "string", title: "Name", maxLength: 9 },
    size: { type: ["integer", "null"] },
    either: { anyOf: [{ type: "string" }, { type: "number" }] },
  },
  required: ["name"],
};

it("reads an object's fields, and leaves what it cannot show to the text", () => {
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

it("adds, removes and renames fields, and keeps what is required", () => {
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

it("changes a type, and keeps the title and whether it may be null", () => {
  const [name, size] = rowsOf(schema) ?? [];
  expect(name && rowOfType(name, "object")).toEqual({ type: "object", title: "Name", properties: {} });
  expect(size && rowOfType(size, "number")).toEqual({ type: ["number", "null"] });
});

/** The only field of a schema. */
function row(own: object): SchemaRow {
  const [first] = rowsOf({ type: "object", properties: { own: { ...own } } }) ?? [];
  if (first === undefined) throw new Error("It is not there.");
  return first;
}

it("shows allowed values as lines, where possible", () => {
  expect(choicesOf(row({ type: "string", enum: ["low", "high"] }))).toEqual(["low", "high"]);
  expect(choicesOf(row({ type: ["integer", "null"], enum: [1, 2, null] }))).toEqual(["1", "2"]);
  expect(choicesOf(row({ type: "string" }))).toEqual([]);
  for (const own of [
    { type: "string", enum: ["a\nb"] },
    { type: "string", enum: [1] },
    { type: "boolean" },
    { enum: ["a"] },
  ])
    expect(choicesOf(row(own))).toBeNull();
});

it("parses allowed values without duplicates, and refuses those of another type", () => {
  expect(readChoices(row({ type: "string" }), "low\n\n high \nlow")).toEqual(["low", "high"]);
  expect(readChoices(row({ type: ["number", "null"] }), "1.5\n2")).toEqual([1.5, 2, null]);
  expect(readChoices(row({ type: "integer" }), "1.5")).toBeNull();
  expect(readChoices(row({ type: "number" }), "many")).toBeNull();
  expect(readChoices(row({ type: "string" }), " ")).toBeUndefined();
});

it("knows the type of a list's items", () => {
  expect(itemRowOf({ type: "array", items: { type: "integer" } })).toMatchObject({ type: "integer" });
  expect(itemRowOf({ type: "array" })).toMatchObject({ type: null, schema: {} });
  expect(itemRowOf({ type: "array", items: false })).toBeNull();
});
