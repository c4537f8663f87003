import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { ownField } from "#core/json/own-key.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type InputField, inputFieldsOf, variableKindOf } from "./input-fields.ts";
import type { RememberedInput } from "./remembered-input.ts";
import { kindOf, readValue, type ValueKind, written } from "./value-kind.ts";

/**
 * `fields`: one value per field that is read. `text`: the input as one value. `json`: as it is. `none`: nothing is
 * read.
 */
export type InputMode = "fields" | "text" | "json" | "none";

export interface VariableField {
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
  /** Its default as it stands in the form; null where it has none. */
  readonly fallback: string | null;
  /** As its default is, or as it is used; null where neither shows it. */
  readonly kind: ValueKind | null;
}

/** The form for starting a run, made from what the pipeline declares and reads. */
export interface RunForm {
  readonly mode: InputMode;
  readonly inputFields: readonly InputField[];
  readonly wholeKind: ValueKind | null;
  readonly variables: readonly VariableField[];
}

/** What stands in the form: all of it text, as people type it, and as what it is to be read where they chose that. */
export interface RunFormValues {
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: string;
  /** Those that are not here are left to their default. */
  readonly variables: Readonly<Record<string, string>>;
  /** By `input`, `input <field>` and `variable <name>`. */
  readonly kinds: Readonly<Record<string, ValueKind>>;
}

/** The names under which values have their kinds and faults. */
export const slots = {
  whole: "input",
  field: (name: string) => `input ${name}`,
  variable: (name: string) => `variable ${name}`,
} as const;

export function runFormOf(definition: PipelineDefinition): RunForm {
  const { fields, usesWhole, wholeKind } = inputFieldsOf(definition);
  return {
    mode: fields.length > 0 ? "fields" : usesWhole ? "text" : "none",
    inputFields: fields,
    wholeKind,
    variables: Object.entries(definition.variables).map(([name, variable]) => {
      const fallback = variable.default ?? null;
      return {
        name,
        description: variable.description ?? null,
        isRequired: variable.required && fallback === null,
        fallback: fallback === null ? null : written(fallback),
        kind: fallback === null ? variableKindOf(definition, name) : kindOf(fallback),
      };
    }),
  };
}

/** As what a value is read: as somebody chose, else as it is used, else as text. */
export function chosenKind(values: RunFormValues, slot: string, known: ValueKind | null): ValueKind {
  return values.kinds[slot] ?? known ?? "text";
}

/** The form as it opens: what was given last time, else the defaults. */
export function initialValues(
  definition: PipelineDefinition,
  remembered: RememberedInput | null,
): RunFormValues {
  const form = runFormOf(definition);
  const input = remembered?.input ?? null;
  const fields = definedIn(isJsonObject(input) ? input : {}, form.inputFields);
  const variables = definedIn(remembered?.variables ?? {}, form.variables);
  const given = Object.entries(variables).map(([name, value]) => [name, written(value)] as const);
  const fallbacks = form.variables.flatMap(({ name, fallback }) =>
    fallback === null ? [] : [[name, fallback] as const],
  );
  return {
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, written(value)])),
    text: input === null || form.mode !== "text" ? "" : written(input),
    json: input === null ? "" : JSON.stringify(input, null, 2),
    variables: Object.fromEntries([...fallbacks, ...given]),
    kinds: {
      ...kindsGiven(fields, form.inputFields, slots.field),
      ...kindsGiven(variables, form.variables, slots.variable),
      ...kindsGiven(
        input === null ? {} : { input },
        [{ name: "input", kind: form.wholeKind }],
        () => slots.whole,
      ),
    },
  };
}

/** What was given last time as what it is, where nothing says what it should be. */
function kindsGiven(
  given: Readonly<Record<string, Json>>,
  fields: readonly InputField[],
  slotOf: (name: string) => string,
): Record<string, ValueKind> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = ownField(given, name);
      return value === undefined || kind !== null ? [] : [[slotOf(name), kindOf(value)] as const];
    }),
  );
}

function definedIn(given: Readonly<Record<string, Json>>, fields: readonly { readonly name: string }[]) {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = ownField(given, name) ?? null;
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

/** The form of another version, with what has been typed already wherever it asks for the same. */
export function carriedValues(fresh: RunFormValues, typed: RunFormValues): RunFormValues {
  return {
    fields: { ...fresh.fields, ...typed.fields },
    text: typed.text === "" ? fresh.text : typed.text,
    json: typed.json === "" ? fresh.json : typed.json,
    variables: { ...fresh.variables, ...typed.variables },
    kinds: { ...fresh.kinds, ...typed.kinds },
  };
}

export type FilledForm =
  | { readonly ok: true; readonly input: Json; readonly variables: JsonObject }
  /** By slot. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> };

/** Reads a filled form as data. */
export function readForm(form: RunForm, mode: InputMode, values: RunFormValues): FilledForm {
  const faults: Record<string, string> = {};
  const read = (slot: string, kind: ValueKind, text: string): Json => {
    const result = readValue(kind, text);
    if (result.ok) return result.value;
    faults[slot] = result.fault;
    return null;
  };
  const variables: [string, Json][] = [];
  for (const { name, kind, isRequired } of form.variables) {
    const slot = slots.variable(name);
    const text = ownField(values.variables, name);
    if (isRequired && (text === undefined || text.trim() === ""))
      faults[slot] = "This run needs a value here.";
    else if (text !== undefined) variables.push([name, read(slot, chosenKind(values, slot, kind), text)]);
  }
  const input = readInput(form, mode, values, read);
  return Object.keys(faults).length > 0
    ? { ok: false, faults }
    : { ok: true, input, variables: Object.fromEntries(variables) };
}

function readInput(
  form: RunForm,
  mode: InputMode,
  values: RunFormValues,
  read: (slot: string, kind: ValueKind, text: string) => Json,
): Json {
  switch (mode) {
    case "none":
      return null;
    case "json":
      return values.json.trim() === "" ? null : read(slots.whole, "json", values.json);
    case "text":
      return read(slots.whole, chosenKind(values, slots.whole, form.wholeKind), values.text);
    case "fields":
      // What was typed for another version stays in the form, and out of this run.
      return Object.fromEntries(
        form.inputFields.flatMap(({ name, kind }) => {
          const slot = slots.field(name);
          const text = ownField(values.fields, name) ?? "";
          const as = chosenKind(values, slot, kind);
          // An empty text is a text; an empty number is nothing.
          return text === "" && as !== "text" ? [] : [[name, read(slot, as, text)] as const];
        }),
      );
  }
}
