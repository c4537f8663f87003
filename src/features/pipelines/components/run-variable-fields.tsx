"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { RunFormValues, VariableField } from "../model/run-form.ts";

interface RunVariableFieldsProps {
  readonly fields: readonly VariableField[];
  readonly values: RunFormValues;
  readonly onChange: (values: RunFormValues) => void;
  readonly faults: Readonly<Record<string, string>>;
}

const longText = 80;

/** The pipeline's variables, each as what its default is. */
export function RunVariableFields({ fields, values, onChange, faults }: RunVariableFieldsProps) {
  if (fields.length === 0) return null;
  const set = (name: string, value: string) =>
    onChange({ ...values, variables: { ...values.variables, [name]: value } });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-ink-faint text-mono">Variables</legend>
      {fields.map(({ name, description, isRequired, kind }) => {
        const value = values.variables[name] ?? "";
        return (
          <Field
            key={name}
            label={name}
            hint={description}
            isRequired={isRequired}
            error={faults[`variable ${name}`] ?? null}
          >
            {(control) => {
              const common = { ...control, value };
              if (kind === "switch") {
                return (
                  <Select {...common} onChange={(event) => set(name, event.target.value)}>
                    <option value="true">true</option>
                    <option value="false">false</option>
                  </Select>
                );
              }
              if (kind === "json" || value.length > longText) {
                return <Textarea {...common} onChange={(event) => set(name, event.target.value)} />;
              }
              return (
                <Input
                  {...common}
                  inputMode={kind === "number" ? "decimal" : "text"}
                  onChange={(event) => set(name, event.target.value)}
                />
              );
            }}
          </Field>
        );
      })}
    </fieldset>
  );
}
