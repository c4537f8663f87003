"use client";

import { ownField } from "#core/json/own-key.ts";
import { chosenKind, type RunFormValues, slots, type VariableField } from "../../model/run-form/run-form.ts";
import { ValueField } from "./value-field.tsx";

interface RunVariableFieldsProps {
  readonly fields: readonly VariableField[];
  readonly values: RunFormValues;
  readonly onChange: (values: RunFormValues) => void;
  readonly faults: Readonly<Record<string, string>>;
}

/**
 * The pipeline's variables, each with the type of its default. A cleared field means empty; a button restores the
 * default.
 */
export function RunVariableFields({ fields, values, onChange, faults }: RunVariableFieldsProps) {
  if (fields.length === 0) return null;
  const set = (name: string, value: string) =>
    onChange({ ...values, variables: { ...values.variables, [name]: value } });
  const reset = ({ name, fallback }: VariableField) => {
    const { [name]: _, ...others } = values.variables;
    onChange({ ...values, variables: fallback === null ? others : { ...others, [name]: fallback } });
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-ink-faint text-mono">Variables</legend>
      {fields.map((field) => {
        const { name, description, isRequired, fallback, kind } = field;
        const slot = slots.variable(name);
        const value = ownField(values.variables, name);
        const isOwn = value !== undefined && value !== fallback;
        const label = fallback === null ? "Leave out" : "Use default";
        return (
          <ValueField
            key={name}
            label={name}
            hint={hintFor(description, value, isRequired)}
            isRequired={isRequired}
            error={faults[slot] ?? null}
            value={value ?? ""}
            onChange={(next) => set(name, next)}
            kind={chosenKind(values, slot, kind)}
            knownKind={kind}
            onKindChange={
              fallback === null
                ? (next) => onChange({ ...values, kinds: { ...values.kinds, [slot]: next } })
                : null
            }
            reset={isOwn && !isRequired ? { label, onReset: () => reset(field) } : null}
          />
        );
      })}
    </fieldset>
  );
}

function hintFor(description: string | null, value: string | undefined, isRequired: boolean): string | null {
  if (value !== undefined || isRequired) return description;
  return [description, "Not sent while it is empty."].filter((part) => part !== null).join(" ");
}
