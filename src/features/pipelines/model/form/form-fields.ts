import { z } from "zod";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { nodeTypes } from "#core/nodes/registry.ts";
import type { SchemaShape } from "../schema-shape.ts";
import { helpOf, ownLabel } from "./field-help.ts";

/** The kind of value of a field, which determines its control. */
export type FieldKind =
  | { readonly kind: "text"; readonly format: SourceFormat | null; readonly isLong: boolean }
  | {
      readonly kind: "number";
      readonly isWhole: boolean;
      readonly least: number | null;
      readonly most: number | null;
    }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "switch" }
  | { readonly kind: "group"; readonly fields: readonly FormField[] }
  /** Name and text pairs. */
  | { readonly kind: "pairs"; readonly format: SourceFormat | null }
  /** One text, or name and text pairs. */
  | { readonly kind: "mapping"; readonly format: SourceFormat | null }
  /** A list of texts or numbers: checkboxes if the values are known, else one per line. */
  | {
      readonly kind: "list";
      readonly options: readonly string[] | null;
      /** Whether a text that looks like a number is parsed as one. */
      readonly hasNumbers: boolean;
      /** Whether one item may be written without a list. */
      readonly mayBeOne: boolean;
    }
  /** Edited as in the pipeline's text. */
  | { readonly kind: "yaml" };

export type SourceFormat = "expression" | "template";

export interface FormField {
  /** The path in its object. */
  readonly name: string;
  readonly label: string;
  readonly unit: string | null;
  /** The help text; null if the label is enough. */
  readonly help: string | null;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** The default. */
  readonly usual: Json | undefined;
}

/** A config's form: its fields, and the field that selects the variant. */
export interface ConfigForm {
  readonly fields: readonly FormField[];
  readonly decidedBy: { readonly name: string; readonly options: readonly string[] } | null;
}

const noForm: ConfigForm = { fields: [], decidedBy: null };
const schemas = new Map<string, SchemaShape>();

/** The form of a node's config, by its type and current value; empty for an unknown type. */
export function configForm(type: string, config: Json | undefined): ConfigForm {
  const schema = schemaOf(type);
  if (schema === null) return noForm;
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants === undefined) return { fields: fitting(fieldsOf(schema, type), config), decidedBy: null };
  const name = decidingName(variants);
  if (name === null) return noForm;
  const written = writtenIn(config, name);
  const constantOf = (variant: SchemaShape) => variant.properties?.[name]?.const;
  const chosen = variants.find((variant) => constantOf(variant) === written);
  const options = variants.map((variant) => String(constantOf(variant)));
  const owner = ownerOf(type, config);
  const fields = chosen === undefined ? [] : fieldsOf(chosen, owner).filter((field) => field.name !== name);
  return { fields, decidedBy: { name, options } };
}

/** The object's name in the tables of help texts and groups: its type, and the selected variant. */
export function ownerOf(type: string, config: Json | undefined): string {
  const schema = schemaOf(type);
  const name = decidingName(schema?.oneOf ?? schema?.anyOf ?? []);
  return name === null ? type : `${type} ${String(writtenIn(config, name))}`;
}

function writtenIn(config: Json | undefined, name: string): Json | undefined {
  return isJsonObject(config) ? config[name] : undefined;
}

const fieldsOfCall: ReadonlySet<string> = new Set(["pipeline", "version", "variables"]);

/**
 * A node runs its body or calls a pipeline: once one is set, the other's fields are not offered. Fields that are set
 * anyway stay, so that they can be removed.
 */
function fitting(fields: readonly FormField[], config: Json | undefined): readonly FormField[] {
  if (!isJsonObject(config) || !fields.some(({ name }) => name === "body")) return fields;
  const isOffered = (name: string) => {
    if (config[name] !== undefined) return true;
    if (config.body !== undefined) return !fieldsOfCall.has(name);
    return name !== "body" || config.pipeline === undefined;
  };
  return fields.filter(({ name }) => isOffered(name));
}

const known = new Map<string, readonly FormField[]>();

/** The fields of an object that is not a node. `name` identifies it in the tables of help texts and groups. */
export function objectFields(name: string, schema: z.ZodType): readonly FormField[] {
  const fields = known.get(name) ?? fieldsOf(z.toJSONSchema(schema, options) as SchemaShape, name);
  known.set(name, fields);
  return fields;
}

/** The fields of every node, except those with a control of their own. */
export function commonFields(): readonly FormField[] {
  const [first] = nodeTypes;
  schemas.set("", schemas.get("") ?? (z.toJSONSchema(first.schema, options) as SchemaShape));
  return fieldsOf(schemas.get("") ?? {}, "node").filter(({ name }) => !ownFields.has(name));
}

const ownFields: ReadonlySet<string> = new Set(["id", "name", "type", "config", "position", "next"]);
const options = { io: "input", unrepresentable: "any" } as const;

function schemaOf(type: string): SchemaShape | null {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const nodeType = nodeTypes.find((one) => one.type === type);
  if (nodeType === undefined) return null;
  const schema = z.toJSONSchema(nodeType.configSchema, options) as SchemaShape;
  schemas.set(type, schema);
  return schema;
}

/** The discriminator field of the variants. */
function decidingName(variants: readonly SchemaShape[]): string | null {
  const names = Object.keys(variants[0]?.properties ?? {});
  return (
    names.find((name) => variants.every(({ properties }) => properties?.[name]?.const !== undefined)) ?? null
  );
}

function fieldsOf({ properties = {}, required = [] }: SchemaShape, owner: string): readonly FormField[] {
  return Object.entries(properties)
    .filter(([, schema]) => schema.deprecated !== true && schema.const === undefined)
    .map(([name, schema]) => ({
      name,
      ...labelOf(name),
      help: helpOf(owner, name),
      kind: kindOf(schema, `${owner} ${name}`),
      isRequired: required.includes(name),
      usual: schema.default,
    }))
    .toSorted((left, right) => Number(right.isRequired) - Number(left.isRequired));
}

/** Longer texts get a multi-line field. */
const shortText = 1_000;

/** `owner` is the object's name in the table of help texts. */
function kindOf(schema: SchemaShape, owner: string): FieldKind {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return kindOfOneOf(variants, owner);
  if (schema.enum !== undefined) return { kind: "choice", options: schema.enum.map(String) };
  switch (schema.type) {
    case "string":
      return { kind: "text", format: formatOf(schema), isLong: (schema.maxLength ?? 0) > shortText };
    case "number":
    case "integer":
      return {
        kind: "number",
        isWhole: schema.type === "integer",
        least: schema.minimum ?? null,
        most: schema.maximum ?? null,
      };
    case "boolean":
      return { kind: "switch" };
    case "object":
      return kindOfObject(schema, owner);
    case "array":
      return kindOfList(schema);
    default:
      return { kind: "yaml" };
  }
}

function kindOfObject(schema: SchemaShape, owner: string): FieldKind {
  if (schema.properties !== undefined) return { kind: "group", fields: fieldsOf(schema, owner) };
  const { additionalProperties: values } = schema;
  return typeof values === "object" && values.type === "string"
    ? { kind: "pairs", format: formatOf(values) }
    : { kind: "yaml" };
}

function kindOfList({ items = {} }: SchemaShape): FieldKind {
  const variants = items.anyOf ?? [items];
  const isPlain = variants.every(({ type = "" }) => ["string", "number", "integer"].includes(type));
  if (!isPlain || formatOf(items) !== null) return { kind: "yaml" };
  const options = items.enum?.map(String) ?? null;
  return {
    kind: "list",
    options,
    hasNumbers: variants.some(({ type }) => type !== "string"),
    mayBeOne: false,
  };
}

/** A union: the most common shape gets a control, the others are kept as they are. */
function kindOfOneOf(variants: readonly SchemaShape[], owner: string): FieldKind {
  const kinds = variants.map((variant) => kindOf(variant, owner));
  const text = kinds.find((kind) => kind.kind === "text");
  if (text === undefined) return { kind: "yaml" };
  const list = kinds.find((kind) => kind.kind === "list");
  if (list !== undefined && kinds.length === 2) return { ...list, mayBeOne: true };
  return kinds.some(({ kind }) => kind === "pairs") ? { kind: "mapping", format: text.format } : text;
}

function formatOf({ format }: SchemaShape): SourceFormat | null {
  return format === "expression" || format === "template" ? format : null;
}

/** Units by the suffix of a field's name. */
const units: readonly (readonly [end: RegExp, unit: string])[] = [
  [/Ms$/, "ms"],
  [/Seconds$|^seconds$/, "seconds"],
  [/Bytes$/, "bytes"],
  [/Micros$/, "millionths of a dollar"],
  [/Tokens$/, "tokens"],
  [/^retryBackoff(?:Base|Max)$/, "seconds"],
];

/** `timeoutMs` becomes "Timeout", in ms; `maxTokens` stays "Max tokens". */
export function labelOf(name: string): { readonly label: string; readonly unit: string | null } {
  const [end, unit = null] = units.find(([ending]) => ending.test(name)) ?? [];
  const shown =
    end === undefined || unit === "tokens" ? name : name.replace(/(?:Ms|Seconds|Bytes|Micros)$/, "");
  const words = shown.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  const label = ownLabel(name) ?? words.charAt(0).toUpperCase() + words.slice(1);
  return { label: label === "Json" ? "JSON" : label.replace(/\burl\b/i, "URL"), unit };
}
