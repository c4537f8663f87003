import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

export const rowTypes = ["string", "number", "integer", "boolean", "array", "object"] as const;
export type RowType = (typeof rowTypes)[number];

export const rowTypeWords: Readonly<Record<RowType, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  array: "list",
  object: "fields",
};

/** One field of a schema. */
export interface SchemaRow {
  readonly name: string;
  /** Null: a type that can be edited only as text. */
  readonly type: RowType | null;
  readonly isNullable: boolean;
  readonly isRequired: boolean;
  readonly schema: JsonObject;
}

/** The fields of an object's schema; null for any other schema. */
export function rowsOf(schema: Json | undefined): readonly SchemaRow[] | null {
  if (!isJsonObject(schema) || schema.type !== "object") return null;
  const { properties = {}, required = [] } = schema;
  if (!isJsonObject(properties) || !Array.isArray(required)) return null;
  return Object.entries(properties).map(([name, written]) => {
    const own = isJsonObject(written) ? written : {};
    return { name, ...typeOfRow(own), isRequired: required.includes(name), schema: own };
  });
}

function typeOfRow({ type }: JsonObject): Pick<SchemaRow, "type" | "isNullable"> {
  const types = Array.isArray(type) ? type : [type];
  const others = types.filter((one) => one !== "null");
  const known = rowTypes.find((one) => one === others[0]) ?? null;
  return { type: others.length === 1 ? known : null, isNullable: others.length < types.length };
}

/** Adds a field at the end, with a free name. */
export function withNewRow(schema: JsonObject): JsonObject {
  const properties = propertiesOf(schema);
  let number = 1;
  while (Object.hasOwn(properties, `field${number}`)) number += 1;
  return { ...schema, properties: { ...properties, [`field${number}`]: { type: "string" } } };
}

/** Removes a field. */
export function withoutRow(schema: JsonObject, name: string): JsonObject {
  const { [name]: _, ...properties } = propertiesOf(schema);
  return withRequired({ ...schema, properties }, (required) => required.filter((one) => one !== name));
}

/** Renames a field; null if the name is taken. */
export function withRowName(schema: JsonObject, from: string, to: string): JsonObject | null {
  const properties = propertiesOf(schema);
  if (to === from) return schema;
  if (to === "" || Object.hasOwn(properties, to)) return null;
  const renamed = Object.entries(properties).map(([name, one]) => [name === from ? to : name, one] as const);
  return withRequired({ ...schema, properties: Object.fromEntries(renamed) }, (required) =>
    required.map((one) => (one === from ? to : one)),
  );
}

/** Makes a field required or optional. */
export function withRowRequired(schema: JsonObject, name: string, isRequired: boolean): JsonObject {
  return withRequired(schema, (required) =>
    isRequired ? [...required, name] : required.filter((one) => one !== name),
  );
}

/** Changes a field's type, keeping only its title and description. */
export function rowOfType({ schema, isNullable }: SchemaRow, type: RowType): JsonObject {
  const { title, description } = schema;
  return {
    type: isNullable ? [type, "null"] : type,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(type === "object" ? { properties: {} } : {}),
  };
}

/** A field's allowed values, as lines; null if there are none, or if lines cannot represent them. */
export function choicesOf({ type, schema }: SchemaRow): readonly string[] | null {
  const { enum: written = [] } = schema;
  if (!Array.isArray(written) || type === null) return null;
  const values = written.filter((one) => one !== null);
  switch (type) {
    case "string":
      return values.every((one): one is string => typeof one === "string" && isLine(one)) ? values : null;
    case "number":
    case "integer":
      return values.every((one) => typeof one === "number") ? values.map(String) : null;
    case "boolean":
    case "array":
    case "object":
      return null;
  }
}

function isLine(text: string): boolean {
  return text !== "" && text === text.trim() && !text.includes("\n");
}

/** Parses allowed values, without duplicates; undefined if there are none, null if one has the wrong type. */
export function readChoices(
  { type, isNullable }: SchemaRow,
  lines: string,
): readonly Json[] | undefined | null {
  const typed = [...new Set(lines.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
  if (typed.length === 0) return undefined;
  const values = type === "string" ? typed : typed.map(Number);
  if (!values.every((one) => typeof one === "string" || isNumberOf(type, one))) return null;
  return isNullable ? [...values, null] : values;
}

function isNumberOf(type: RowType | null, value: number): boolean {
  return type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** The type of a list's items; null if it can be edited only as text. */
export function itemRowOf({ items = {} }: JsonObject): SchemaRow | null {
  return isJsonObject(items) ? { name: "item", ...typeOfRow(items), isRequired: true, schema: items } : null;
}

function withRequired(
  schema: JsonObject,
  change: (required: readonly Json[]) => readonly Json[],
): JsonObject {
  const { required, ...rest } = schema;
  const next = change(Array.isArray(required) ? required : []);
  return next.length === 0 ? rest : { ...rest, required: [...next] };
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}
