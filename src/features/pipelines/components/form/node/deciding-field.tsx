"use client";

import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import type { JsonObject } from "#core/json/json.ts";
import { labelOf } from "../../../model/form/form-fields.ts";
import { useFieldProblem, useFormContext } from "../form-context.ts";

interface DecidingFieldProps {
  readonly name: string;
  readonly options: readonly string[];
  readonly config: JsonObject;
}

/** A field that determines which other fields exist; changing it removes those that no longer apply. */
export function DecidingField({ name, options, config }: DecidingFieldProps) {
  const { change, isReadOnly } = useFormContext();
  const problem = useFieldProblem(["config", name]);
  const written = config[name];
  return (
    <Field label={labelOf(name).label} isRequired error={problem}>
      {(control) => (
        <Select
          {...control}
          data-field={`config.${name}`}
          disabled={isReadOnly}
          value={typeof written === "string" ? written : ""}
          onChange={(event) => change(["config"], { [name]: event.target.value })}
        >
          {typeof written === "string" && options.includes(written) ? null : (
            <option value={typeof written === "string" ? written : ""}>Choose</option>
          )}
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
