"use client";

import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import type { AnswerField } from "../model/form-fields.ts";

interface FormControlProps {
  readonly field: AnswerField;
  readonly value: string | boolean | undefined;
  readonly error: string | null;
  readonly onChange: (value: string | boolean) => void;
}

/** One field of a decision's form. */
export function FormControl({ field, value, error, onChange }: FormControlProps) {
  const { kind, label, isRequired, options } = field;
  const text = typeof value === "string" ? value : "";
  const props = { label, error, isRequired, hint: hintOf(field) };
  return (
    <Field {...props} isTick={kind === "bool"}>
      {(control) => {
        if (kind === "bool") {
          return <Checkbox {...control} checked={value === true} onCheckedChange={onChange} />;
        }
        const shared = {
          ...control,
          value: text,
          onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
        };
        if (kind === "choice") {
          return (
            <Select {...shared}>
              <option value="">Choose …</option>
              {options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </Select>
          );
        }
        if (kind === "long" || kind === "json") {
          return <Textarea {...shared} rows={3} {...(kind === "json" ? { className: "font-mono" } : {})} />;
        }
        return <Input {...shared} {...(kind === "number" ? { inputMode: "decimal" as const } : {})} />;
      }}
    </Field>
  );
}

/** The field's description, and below it the limits of its value. */
function hintOf({ hint, limits }: AnswerField) {
  if (hint === null || limits === null) return hint ?? limits;
  return (
    <>
      <span className="block break-words">{hint}</span> <span className="block break-words">{limits}</span>
    </>
  );
}
