import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { ownField } from "#core/json/own-key.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type InputField, inputFieldsOf, variableKindOf } from "./input-fields.ts";
import type { RememberedInput } from "./remembered-input.ts";
import { kindOf, readValue, type ValueKind, written } from "./value-kind.ts";

/**
 * `fields`: one value per field that is read. `text`: the input as one value. `json`: raw JSON. `none`: nothing is
 * read.
 */
export type InputMode = "fields" | "text" | "json" | "none";

export interface VariableField {
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
  /** Its default as form text; null if it has none. */
  readonly fallback: string | null;
  /** The type of its default, or the inferred one; null if unknown. */
  readonly kind: ValueKind | null;
}

/** The run form, made from what the pipeline declares and reads. */
export interface RunForm {
  readonly mode: InputMode;
  readonly inputFields: readonly InputField[];
  readonly wholeKind: ValueKind | null;
  readonly variables: readonly VariableField[];
}

/** The form's values as typed, with the types that people chose. */
export interface RunFormValues {
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: string;
  /** Variables that are missing here use their default. */
  readonly variables: Readonly<Record<string, string>>;
  /** By `input`, `input <field>` and `variable <name>`. */
  readonly kinds: Readonly<Record<string, ValueKind>>;
}

/** The keys of the kinds and errors. */
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

/** The type to parse a value as: the chosen one, else the inferred one, else text. */
export function chosenKind(values: RunFormValues, slot: string, known: ValueKind | null): ValueKind {
  return values.kinds[slot] ?? known ?? "text";
}

/** The initial values: the last input, else the defaults. */
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

/** The types of the last input's values, if nothing else determines them. */
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

/** The form of another version, with what has been typed for fields that both have. */
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

/** Parses the form. */
export function readRunForm(form: RunForm, mode: InputMode, values: RunFormValues): FilledForm {
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
      // Values typed for another version stay in the form, but are not sent.
      return Object.fromEntries(
        form.inputFields.flatMap(({ name, kind }) => {
          const slot = slots.field(name);
          const text = ownField(values.fields, name) ?? "";
          const as = chosenKind(values, slot, kind);
          // An empty text is a value; an empty number is not.
          return text === "" && as !== "text" ? [] : [[name, read(slot, as, text)] as const];
        }),
      );
  }
}
