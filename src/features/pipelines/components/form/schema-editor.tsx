"use client";

import { Braces, Plus, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { inferSchema } from "#core/schema/infer-schema.ts";
import {
  type RowType,
  rowOfType,
  rowsOf,
  rowTypes,
  rowTypeWords,
  type SchemaRow,
  withNewRow,
  withoutRow,
  withRowName,
  withRowRequired,
} from "../../model/form/schema-rows.ts";
import { FieldHelp } from "./field-help.tsx";
import { type SchemaFieldProps, useFieldProblem, useFormContext } from "./form-context.ts";
import { SampleField } from "./sample-field.tsx";

/** Whether what stands there can be shown as fields; what cannot is written as text. */
export function isShownAsFields(value: Json | undefined): boolean {
  return value === undefined || rowsOf(value) !== null;
}

/** A JSON Schema of an object: its fields by name and type. It can begin with the last output, or with a sample. */
export function SchemaEditor({ field, path, value }: SchemaFieldProps) {
  const { change, isReadOnly, lastOutput } = useFormContext();
  const problem = useFieldProblem(path);
  const [isSampling, setSampling] = useState(false);
  // What people fill in and what a model gives a tool are fields; an output may be anything.
  const isOutput = field.name === "outputSchema";
  const isSampled = isOutput && lastOutput !== undefined;
  return (
    <fieldset data-field={path.join(".")} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <legend className="mb-1 font-medium">{field.label}</legend>
      <FieldHelp field={field} />
      {isJsonObject(value) ? (
        <Rows schema={value} within={field.label} onChange={(next) => change(path, next)} />
      ) : (
        <p className="text-ink-faint">No schema.</p>
      )}
      {isReadOnly ? null : (
        <div className="flex flex-wrap gap-1">
          {value === undefined ? (
            <Button
              tone="quiet"
              size="small"
              onClick={() => change(path, withNewRow({ type: "object", properties: {} }))}
            >
              <Plus aria-hidden />
              Describe fields
            </Button>
          ) : (
            <Button tone="quiet" size="small" onClick={() => change(path, undefined)}>
              <X aria-hidden />
              Remove the schema
            </Button>
          )}
          {isSampled ? (
            <Button tone="quiet" size="small" onClick={() => change(path, inferSchema([lastOutput]))}>
              <Sparkles aria-hidden />
              As the last output
            </Button>
          ) : null}
          {isSampling ? null : (
            <Button tone="quiet" size="small" onClick={() => setSampling(true)}>
              <Braces aria-hidden />
              From a sample
            </Button>
          )}
        </div>
      )}
      {isSampling ? (
        <SampleField
          needsObject={!isOutput}
          onTake={(sample) => {
            if (change(path, inferSchema([sample]))) setSampling(false);
          }}
          onLeave={() => setSampling(false)}
        />
      ) : null}
      {problem === null ? null : (
        <p role="alert" className="text-failed">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

interface RowsProps {
  readonly schema: JsonObject;
  /** What these are the fields of, for those who do not see it. */
  readonly within: string;
  readonly onChange: (schema: JsonObject) => boolean;
}

function Rows({ schema, within, onChange }: RowsProps) {
  const { isReadOnly } = useFormContext();
  const rows = rowsOf(schema) ?? [];
  const write = (name: string, own: JsonObject) =>
    onChange({ ...schema, properties: { ...(schema.properties as JsonObject), [name]: own } });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      {rows.map((row) => (
        <div key={row.name} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <Row
            row={row}
            within={within}
            onRename={(to) => {
              const renamed = withRowName(schema, row.name, to);
              return renamed !== null && onChange(renamed);
            }}
            onType={(type) => write(row.name, rowOfType(row, type))}
            onRequired={(isRequired) => onChange(withRowRequired(schema, row.name, isRequired))}
            onRemove={() => onChange(withoutRow(schema, row.name))}
          />
          {row.type === "object" && rowsOf(row.schema) !== null ? (
            <div className="border-l pl-3">
              <Rows schema={row.schema} within={row.name} onChange={(own) => write(row.name, own)} />
            </div>
          ) : null}
        </div>
      ))}
      <Button
        tone="quiet"
        size="small"
        className="justify-self-start"
        disabled={isReadOnly}
        aria-label={`Add a field to ${within}`}
        onClick={() => onChange(withNewRow(schema))}
      >
        <Plus aria-hidden />
        Add a field
      </Button>
    </div>
  );
}

interface RowProps {
  readonly row: SchemaRow;
  readonly within: string;
  readonly onRename: (to: string) => boolean;
  readonly onType: (type: RowType) => void;
  readonly onRequired: (isRequired: boolean) => void;
  readonly onRemove: () => void;
}

function Row({ row, within, onRename, onType, onRequired, onRemove }: RowProps) {
  const { isReadOnly } = useFormContext();
  const { name, type, isNullable, isRequired } = row;
  const place = `${within}: ${name}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto_auto] items-center gap-1.5">
      <RowName name={name} label={`Name in ${within}`} onRename={onRename} />
      <Select
        aria-label={`Type of ${place}`}
        disabled={isReadOnly}
        value={type ?? ""}
        onChange={(event) => {
          const chosen = rowTypes.find((one) => one === event.target.value);
          if (chosen !== undefined) onType(chosen);
        }}
      >
        {type === null ? <option value="">see the text</option> : null}
        {rowTypes.map((one) => (
          <option key={one} value={one}>
            {rowTypeWords[one]}
            {isNullable ? " or null" : ""}
          </option>
        ))}
      </Select>
      <Checkbox
        aria-label={`${place} is required`}
        data-tip="Required"
        disabled={isReadOnly}
        checked={isRequired}
        onCheckedChange={onRequired}
      />
      <IconButton label={`Remove ${place}`} size="icon-small" disabled={isReadOnly} onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

interface RowNameProps {
  readonly name: string;
  readonly label: string;
  readonly onRename: (to: string) => boolean;
}

/** A name is taken when the field is left; one that is taken already is given back. */
function RowName({ name, label, onRename }: RowNameProps) {
  const { isReadOnly } = useFormContext();
  const [typed, setTyped] = useState(name);
  return (
    <Input
      aria-label={label}
      className="font-mono text-mono"
      readOnly={isReadOnly}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed.trim() !== name && !onRename(typed.trim())) setTyped(name);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setTyped(name);
      }}
    />
  );
}
