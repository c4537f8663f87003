"use client";

import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { type FieldPath, type SchemaFieldProps, useFieldProblem, useFormContext } from "../form-context.ts";
import { SchemaField } from "../value/schema-field.tsx";

interface RespondFieldProps {
  readonly path: FieldPath;
  readonly value: Json | undefined;
}

const waitField: SchemaFieldProps["field"] = {
  name: "waitSeconds",
  label: "Waits for at most",
  unit: "seconds",
  kind: { kind: "number", isWhole: true, least: 1, most: 60 },
  isRequired: true,
  help: null,
  usual: undefined,
};

/** A webhook's response: an acknowledgement, or the run's output. */
export function RespondField({ path, value }: RespondFieldProps) {
  const { change, isReadOnly } = useFormContext();
  const waits = isJsonObject(value);
  const problem = useFieldProblem(path);
  return (
    <>
      <Field label="Answers" error={waits ? null : problem}>
        {(control) => (
          <Select
            {...control}
            data-field={path.join(".")}
            disabled={isReadOnly}
            value={waits ? "wait" : "accepted"}
            onChange={(event) =>
              change(path, event.target.value === "wait" ? { waitSeconds: 30 } : undefined)
            }
          >
            <option value="accepted">immediately, with the id of the run</option>
            <option value="wait">with the output of the run</option>
          </Select>
        )}
      </Field>
      {waits ? (
        <SchemaField field={waitField} path={[...path, "waitSeconds"]} value={value.waitSeconds} />
      ) : null}
    </>
  );
}
