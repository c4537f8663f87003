import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** What is known of a value before any run: its kind, and the contents of objects and lists. */
export type StaticType =
  | { readonly kind: "any" | "text" | "number" | "bool" | "null" }
  | { readonly kind: "list"; readonly of: StaticType }
  /** `isOpen`: it may have fields besides these. */
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, StaticType>; readonly isOpen: boolean };

export const anyType: StaticType = { kind: "any" };
export const textType: StaticType = { kind: "text" };
export const numberType: StaticType = { kind: "number" };
export const boolType: StaticType = { kind: "bool" };

export function objectType(fields: Iterable<readonly [string, StaticType]>, isOpen: boolean): StaticType {
  return { kind: "object", fields: new Map(fields), isOpen };
}

const words: Readonly<Record<StaticType["kind"], string>> = {
  any: "any value",
  text: "text",
  number: "a number",
  bool: "true or false",
  null: "null",
  list: "a list",
  object: "an object",
};

export function typeWords({ kind }: StaticType): string {
  return words[kind];
}

const scalars: Readonly<Record<string, StaticType>> = {
  string: textType,
  number: numberType,
  integer: numberType,
  boolean: boolType,
  null: { kind: "null" },
};

/** A JSON Schema that promises as much as is known: `schemaType` reads it back. */
export function typeSchema(type: StaticType): JsonObject {
  switch (type.kind) {
    case "any":
      return {};
    case "text":
      return { type: "string" };
    case "number":
      return { type: "number" };
    case "bool":
      return { type: "boolean" };
    case "null":
      return { type: "null" };
    case "list":
      return { type: "array", items: typeSchema(type.of) };
    case "object": {
      const properties = Object.fromEntries([...type.fields].map(([name, of]) => [name, typeSchema(of)]));
      return { type: "object", properties, additionalProperties: type.isOpen };
    }
  }
}

/** What a JSON Schema promises of a value; `any` if it promises nothing simple. */
export function schemaType(schema: Json | undefined): StaticType {
  if (!isJsonObject(schema) || typeof schema.type !== "string") return anyType;
  if (schema.type === "array") {
    // Entries with kinds of their own are distinguished by position.
    return { kind: "list", of: schema.prefixItems === undefined ? schemaType(schema.items) : anyType };
  }
  if (schema.type !== "object") return scalars[schema.type] ?? anyType;
  const { properties, patternProperties, additionalProperties } = schema;
  const fields = isJsonObject(properties) ? Object.entries(properties) : [];
  return objectType(
    fields.map(([name, field]) => [name, schemaType(field)]),
    additionalProperties !== false || patternProperties !== undefined,
  );
}
