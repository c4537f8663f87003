"use client";

import { Field } from "#components/ui/field.tsx";
import { SwitchButtons } from "#components/ui/switch-buttons.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { InputMode, RunForm, RunFormValues } from "../model/run-form.ts";

interface RunInputFieldsProps {
  readonly form: RunForm;
  readonly mode: InputMode;
  readonly onModeChange: (mode: InputMode) => void;
  readonly values: RunFormValues;
  readonly onChange: (values: RunFormValues) => void;
  readonly fault: string | null;
}

/** The data that the run begins with, in the shape that the pipeline reads. */
export function RunInputFields({ form, mode, onModeChange, values, onChange, fault }: RunInputFieldsProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">Input</legend>
      <div className="flex items-center justify-between gap-2">
        <span aria-hidden className="text-ink-faint text-mono">
          Input
        </span>
        {form.mode === "none" ? null : (
          <SwitchButtons
            label="How to write the input"
            value={mode === "json" ? "json" : "form"}
            options={[
              { value: "form", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
            onValueChange={(next) => {
              if (next === "json" && values.json === "")
                onChange({ ...values, json: asJson(form.mode, values) });
              onModeChange(next === "json" ? "json" : form.mode);
            }}
          />
        )}
      </div>
      {mode === "none" ? <p className="text-ink-soft">This pipeline reads no input.</p> : null}
      {mode === "fields"
        ? form.inputFields.map((name) => (
            <Field key={name} label={name}>
              {(control) => (
                <Textarea
                  {...control}
                  value={values.fields[name] ?? ""}
                  onChange={(event) =>
                    onChange({ ...values, fields: { ...values.fields, [name]: event.target.value } })
                  }
                />
              )}
            </Field>
          ))
        : null}
      {mode === "text" || mode === "json" ? (
        <Field label={mode === "json" ? "Input as JSON" : "Text"} error={mode === "json" ? fault : null}>
          {(control) => (
            <Textarea
              {...control}
              className={mode === "json" ? "font-mono text-mono" : ""}
              spellCheck={mode !== "json"}
              value={values[mode]}
              onChange={(event) => onChange({ ...values, [mode]: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </fieldset>
  );
}

function asJson(mode: InputMode, { fields, text }: RunFormValues): string {
  if (mode === "fields") return JSON.stringify(fields, null, 2);
  return mode === "text" ? JSON.stringify(text) : "";
}
