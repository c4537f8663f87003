"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import type { SourceFormat } from "../../../model/form/form-fields.ts";
import { expressionOf, pairsOf } from "../../../model/form/written-value.ts";
import { type SchemaFieldProps, useFieldProblem, useFormContext } from "../form-context.ts";
import { FieldHelp } from "./field-help.tsx";
import { FieldProblem } from "./field-problem.tsx";
import { SourceInput } from "./source-input.tsx";

/** Name and text pairs: headers, fields of a mapping. */
export function PairsField({
  field,
  path,
  value,
  format,
}: SchemaFieldProps & { readonly format: SourceFormat | null }) {
  const { change, isReadOnly } = useFormContext();
  const problem = useFieldProblem(path);
  const [isAdding, setIsAdding] = useState(false);
  const pairs = pairsOf(value);
  const own = isJsonObject(value) ? value : {};
  const write = (next: Record<string, Json>) =>
    change(path, Object.keys(next).length === 0 && !field.isRequired ? undefined : next);
  const rename = (from: string, to: string) => {
    if (to !== "" && to !== from && Object.hasOwn(own, to)) return false;
    if (to === "") return write(Object.fromEntries(Object.entries(own).filter(([name]) => name !== from)));
    return write(
      Object.fromEntries(Object.entries(own).map(([name, text]) => [name === from ? to : name, text])),
    );
  };
  return (
    <fieldset data-field={path.join(".")} className="grid gap-1.5">
      <legend className="mb-1 font-medium">{field.label}</legend>
      <FieldHelp field={field} />
      {pairs.map(([name, text]) => (
        <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-1.5">
          <NameInput label={`Name in ${field.label}`} name={name} onCommit={(to) => rename(name, to)} />
          <SourceInput
            control={{
              id: `${path.join("-")}-${name}`,
              "aria-describedby": undefined,
              "aria-invalid": undefined,
              "aria-required": undefined,
              ...{ "aria-label": `${field.label}: ${name}` },
            }}
            value={text}
            format={format}
            isLong={false}
            path={[...path, name]}
            onCommit={(next) => change([...path, name], next)}
          />
          <IconButton
            label={`Remove ${name}`}
            size="icon-small"
            disabled={isReadOnly}
            onClick={() => rename(name, "")}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      {isAdding ? (
        <NameInput
          label={`New name in ${field.label}`}
          name=""
          isNew
          onCommit={(name) => {
            setIsAdding(false);
            return (
              name === "" ||
              Object.hasOwn(own, name) ||
              write({ ...own, [name]: format === "expression" ? "input" : "" })
            );
          }}
        />
      ) : (
        <Button
          tone="quiet"
          size="small"
          className="justify-self-start"
          disabled={isReadOnly}
          onClick={() => setIsAdding(true)}
        >
          <Plus aria-hidden />
          Add to {field.label.toLowerCase()}
        </Button>
      )}
      {field.kind.kind === "mapping" && !isReadOnly ? (
        <Button
          tone="quiet"
          size="small"
          className="justify-self-start"
          onClick={() => change(path, expressionOf(value))}
        >
          Write as one expression
        </Button>
      ) : null}
      <FieldProblem problem={problem} />
    </fieldset>
  );
}

interface NameInputProps {
  readonly label: string;
  readonly name: string;
  readonly isNew?: boolean;
  readonly onCommit: (name: string) => boolean;
}

/** Renames on blur, since a half-typed name is not a name. */
function NameInput({ label, name, isNew = false, onCommit }: NameInputProps) {
  const { isReadOnly } = useFormContext();
  const [typed, setTyped] = useState(name);
  const done = () => {
    if (isNew || typed !== name) onCommit(typed.trim());
  };
  return (
    <Input
      aria-label={label}
      ref={(input) => {
        if (isNew) input?.focus();
      }}
      readOnly={isReadOnly}
      className="font-mono text-mono"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}
