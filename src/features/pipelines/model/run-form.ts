import type { Json, JsonObject } from "#core/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { inputFieldsOf } from "./input-fields.ts";
import type { RememberedInput } from "./remembered-input.ts";

/** `fields`: one text per field that is read. `text`: the input as one text. `json`: as it is. `none`: nothing is read. */
export type InputMode = "fields" | "text" | "json" | "none";

export interface VariableField {
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
  /** `json` where the default is a list or an object. */
  readonly kind: "text" | "number" | "switch" | "json";
}

/** The form for starting a run, made from what the pipeline declares and reads. */
export interface RunForm {
  readonly mode: InputMode;
  readonly inputFields: readonly string[];
  readonly variables: readonly VariableField[];
}

/** What stands in the form: all of it text, as people type it. */
export interface RunFormValues {
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: string;
  readonly variables: Readonly<Record<string, string>>;
}

export function runFormOf(definition: PipelineDefinition): RunForm {
  const { fields, usesWhole } = inputFieldsOf(definition);
  return {
    mode: fields.length > 0 ? "fields" : usesWhole ? "text" : "none",
    inputFields: fields,
    variables: Object.entries(definition.variables).map(([name, variable]) => ({
      name,
      description: variable.description ?? null,
      isRequired: variable.required && variable.default === undefined,
      kind: kindOf(variable.default),
    })),
  };
}

function kindOf(value: Json | undefined): VariableField["kind"] {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "switch";
  return typeof value === "object" && value !== null ? "json" : "text";
}

/** The form as it opens: what was given last time, else the defaults. */
export function initialValues(
  definition: PipelineDefinition,
  remembered: RememberedInput | null,
): RunFormValues {
  const { inputFields } = runFormOf(definition);
  const input = remembered?.input ?? null;
  const asObject = isObject(input) ? input : {};
  return {
    fields: Object.fromEntries(inputFields.map((name) => [name, written(asObject[name])])),
    text: typeof input === "string" ? input : "",
    json: input === null ? "" : JSON.stringify(input, null, 2),
    variables: Object.fromEntries(
      Object.entries(definition.variables).map(([name, variable]) => [
        name,
        written(remembered?.variables[name] ?? variable.default),
      ]),
    ),
  };
}

/** The form of another version, with what has been typed already wherever it asks for the same. */
export function carriedValues(fresh: RunFormValues, typed: RunFormValues): RunFormValues {
  return {
    fields: { ...fresh.fields, ...typed.fields },
    text: typed.text === "" ? fresh.text : typed.text,
    json: typed.json === "" ? fresh.json : typed.json,
    variables: { ...fresh.variables, ...typed.variables },
  };
}

export type FilledForm =
  | { readonly ok: true; readonly input: Json; readonly variables: JsonObject }
  /** By the name of the variable; `input` for the input. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

/** Reads a filled form as data. A variable left empty keeps its default. */
export function readForm(form: RunForm, mode: InputMode, values: RunFormValues): FilledForm {
  const faults: Record<string, string> = {};
  const variables: Record<string, Json> = {};
  for (const field of form.variables) {
    const text = values.variables[field.name] ?? "";
    if (text.trim() === "") {
      if (field.isRequired) faults[`variable ${field.name}`] = "This run needs a value here.";
      continue;
    }
    const value = field.kind === "text" ? text : parsed(text);
    if (value === undefined) faults[`variable ${field.name}`] = faultOf(field.kind);
    else variables[field.name] = value;
  }
  const input = readInput(form, mode, values);
  if (input === undefined) faults.input = "This is not JSON. Texts stand in double quotes.";
  if (input === undefined || Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, input, variables };
}

function readInput(form: RunForm, mode: InputMode, { fields, text, json }: RunFormValues): Json | undefined {
  // What was typed for another version stays in the form, and out of this run.
  if (mode === "fields")
    return Object.fromEntries(form.inputFields.map((name) => [name, fields[name] ?? ""]));
  if (mode === "text") return text;
  if (mode === "none" || json.trim() === "") return null;
  return parsed(json);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function faultOf(kind: VariableField["kind"]): string {
  return kind === "number" ? "This must be a number." : "This is not JSON. Texts stand in double quotes.";
}

function written(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
