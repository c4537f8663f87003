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

/** One field that a schema describes. */
export interface SchemaRow {
  readonly name: string;
  /** Null: it is described in a way that is left to the text. */
  readonly type: RowType | null;
  readonly isNullable: boolean;
  readonly isRequired: boolean;
  readonly schema: JsonObject;
}

/** The fields that a schema of an object describes; null where it describes something else. */
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

/** The schema with a new field at its end, under a name that is free. */
export function withNewRow(schema: JsonObject): JsonObject {
  const properties = propertiesOf(schema);
  let number = 1;
  while (Object.hasOwn(properties, `field${number}`)) number += 1;
  return { ...schema, properties: { ...properties, [`field${number}`]: { type: "string" } } };
}

/** The schema without a field. */
export function withoutRow(schema: JsonObject, name: string): JsonObject {
  const { [name]: _, ...properties } = propertiesOf(schema);
  return withRequired({ ...schema, properties }, (required) => required.filter((one) => one !== name));
}

/** The schema with another name for a field; null where the name is taken. */
export function withRowName(schema: JsonObject, from: string, to: string): JsonObject | null {
  const properties = propertiesOf(schema);
  if (to === from) return schema;
  if (to === "" || Object.hasOwn(properties, to)) return null;
  const renamed = Object.entries(properties).map(([name, one]) => [name === from ? to : name, one] as const);
  return withRequired({ ...schema, properties: Object.fromEntries(renamed) }, (required) =>
    required.map((one) => (one === from ? to : one)),
  );
}

/** The schema with a field that must be there, or may be missing. */
export function withRowRequired(schema: JsonObject, name: string, isRequired: boolean): JsonObject {
  return withRequired(schema, (required) =>
    isRequired ? [...required, name] : required.filter((one) => one !== name),
  );
}

/** A field of another type: what the old one had to say is left behind, apart from its title and description. */
export function rowOfType({ schema, isNullable }: SchemaRow, type: RowType): JsonObject {
  const { title, description } = schema;
  return {
    type: isNullable ? [type, "null"] : type,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(type === "object" ? { properties: {} } : {}),
  };
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
