import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";

/** One field of a form, by how it is filled in. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly isRequired: boolean;
  /** `json`: what has no simple control is written as JSON. */
  readonly kind: "text" | "long" | "number" | "bool" | "choice" | "json";
  readonly options: readonly string[];
}

const longFrom = 120;

/** The fields of a JSON Schema of an object, in its order. */
export function formFields(schema: JsonObject): readonly FormField[] {
  const { properties, required } = schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).map(([name, field]) => {
    const { title, description } = isJsonObject(field) ? field : {};
    return {
      name,
      label: typeof title === "string" && title !== "" ? title : name,
      hint: typeof description === "string" ? description : null,
      isRequired: needed.has(name),
      ...controlOf(field),
    };
  });
}

function controlOf(field: Json): Pick<FormField, "kind" | "options"> {
  const plain = (kind: FormField["kind"]) => ({ kind, options: [] });
  if (!isJsonObject(field)) return plain("json");
  const { type, enum: words, maxLength } = field;
  if (Array.isArray(words) && words.every((word) => typeof word === "string")) {
    return { kind: "choice", options: words };
  }
  if (type === "string")
    return plain(typeof maxLength === "number" && maxLength <= longFrom ? "text" : "long");
  if (type === "number" || type === "integer") return plain("number");
  return plain(type === "boolean" ? "bool" : "json");
}

/** What has been filled in so far, as it stands in the controls. */
export type Filled = { readonly [name: string]: string | boolean };

export type ReadForm =
  | { readonly ok: true; readonly value: JsonObject }
  /** Messages by the name of the field. */
  | { readonly ok: false; readonly faults: ReadonlyMap<string, string> };

/** Reads the controls: an empty one is left out, so that the schema says whether it may be missing. */
export function readForm(fields: readonly FormField[], filled: Filled): ReadForm {
  const value: { [name: string]: Json } = {};
  const faults = new Map<string, string>();
  for (const field of fields) {
    const raw = filled[field.name];
    if (field.kind === "bool") value[field.name] = raw === true;
    else if (typeof raw !== "string" || raw.trim() === "") {
      if (field.isRequired) faults.set(field.name, "Fill this in.");
    } else {
      const read = readText(field, raw);
      if (read.ok) value[field.name] = read.value;
      else faults.set(field.name, read.fault);
    }
  }
  return faults.size === 0 ? { ok: true, value } : { ok: false, faults };
}

function readText(
  { kind }: FormField,
  raw: string,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly fault: string } {
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
