import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { findReference } from "#core/schema/find-reference.ts";
import { limitsOf } from "./field-limits.ts";

/** One field of a form, by its kind of control. */
export interface AnswerField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  /** The limits of its value, as sentences; null if there are none. */
  readonly limits: string | null;
  readonly isRequired: boolean;
  /** Whether null is allowed: an empty required field then stands for it. */
  readonly isNullable: boolean;
  /** `json`: a value without a simple control is typed as JSON. */
  readonly kind: "text" | "long" | "number" | "bool" | "choice" | "json";
  readonly options: readonly string[];
}

const longFrom = 120;

/** The fields of an object's JSON Schema, in its order. */
export function formFields(schema: JsonObject): readonly AnswerField[] {
  const { properties, required } = schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).map(([name, written]) => {
    const { field, isNullable } = withoutNull(schema, written);
    const { title, description } = field;
    return {
      name,
      label: typeof title === "string" && title !== "" ? title : name,
      hint: typeof description === "string" ? description : null,
      limits: limitsOf(field),
      isRequired: needed.has(name),
      isNullable,
      ...controlOf(field),
    };
  });
}

/** How many references in a row are followed. */
const mostReferences = 16;

/** The field with its `$ref` resolved; keywords beside the reference take precedence. */
function resolved(root: JsonObject, written: Json | undefined): JsonObject {
  let field = isJsonObject(written) ? written : {};
  for (let hops = 0; hops < mostReferences && typeof field.$ref === "string"; hops += 1) {
    const { $ref, ...beside } = field;
    const target = findReference(root, $ref);
    field = isJsonObject(target) ? { ...target, ...beside } : beside;
  }
  return field;
}

/** The field without null: for `["string", "null"]`, an enum with null, or one of two shapes. */
function withoutNull(root: JsonObject, written: Json) {
  const field = resolved(root, written);
  const shapes = field.anyOf ?? field.oneOf;
  if (Array.isArray(shapes)) {
    const { anyOf: _any, oneOf: _one, ...beside } = field;
    const others = shapes.map((shape) => resolved(root, shape)).filter(({ type }) => type !== "null");
    const [only, ...more] = others;
    if (only === undefined || more.length > 0) return { field, isNullable: others.length < shapes.length };
    return { field: { ...only, ...beside }, isNullable: others.length < shapes.length };
  }
  const { type, enum: words } = field;
  const types = Array.isArray(type) ? type.filter((one) => one !== "null") : null;
  const has = (list: Json | undefined, value: Json) => Array.isArray(list) && list.includes(value);
  const isNullable = Array.isArray(words) ? has(words, null) : has(type, "null");
  const [onlyType = null] = types?.length === 1 ? types : [];
  const kept = Array.isArray(words) ? words.filter((word) => word !== null) : undefined;
  return {
    field: {
      ...field,
      ...(onlyType === null ? {} : { type: onlyType }),
      ...(kept === undefined ? {} : { enum: kept }),
    },
    isNullable,
  };
}

function controlOf(field: JsonObject): Pick<AnswerField, "kind" | "options"> {
  const plain = (kind: AnswerField["kind"]) => ({ kind, options: [] });
  const { type, enum: words, maxLength } = field;
  if (Array.isArray(words) && words.every((word) => typeof word === "string")) {
    return { kind: "choice", options: words };
  }
  if (type === "string")
    return plain(typeof maxLength === "number" && maxLength <= longFrom ? "text" : "long");
  if (type === "number" || type === "integer") return plain("number");
  return plain(type === "boolean" ? "bool" : "json");
}

/** The current values of the controls. */
export type Filled = { readonly [name: string]: string | boolean };

export type ReadForm =
  | { readonly ok: true; readonly value: JsonObject }
  /** Errors by field. */
  | { readonly ok: false; readonly faults: ReadonlyMap<string, string> };

/** Parses the controls. Empty ones are left out, so that the schema decides whether they are required. */
export function readAnswerForm(fields: readonly AnswerField[], filled: Filled): ReadForm {
  const value: { [name: string]: Json } = {};
  const faults = new Map<string, string>();
  for (const field of fields) {
    const read = readField(field, filled[field.name]);
    if (!read.ok) faults.set(field.name, read.fault);
    else if (read.value !== undefined) value[field.name] = read.value;
  }
  return faults.size === 0 ? { ok: true, value } : { ok: false, faults };
}

type ReadField =
  /** Undefined leaves it out. */
  { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly fault: string };

function readField(field: AnswerField, raw: string | boolean | undefined): ReadField {
  if (field.kind === "bool") return { ok: true, value: raw === true };
  if (typeof raw === "string" && raw.trim() !== "") return readText(field, raw);
  if (!field.isRequired) return { ok: true, value: undefined };
  return field.isNullable ? { ok: true, value: null } : { ok: false, fault: "Fill this in." };
}

function readText({ kind }: AnswerField, raw: string): ReadField {
  if (kind === "number") {
    const number = Number(raw);
    return Number.isFinite(number)
      ? { ok: true, value: number }
      : { ok: false, fault: "This must be a number." };
  }
  if (kind !== "json") return { ok: true, value: raw };
  try {
    return { ok: true, value: JSON.parse(raw) as Json };
  } catch {
    return { ok: false, fault: 'This must be JSON, such as ["a", "b"] or { "a": 1 }.' };
  }
}
