"use client";

import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { addVariable, removeVariable, variableObstacle } from "#core/gestures/change-definition.ts";
import { fieldAt } from "#core/gestures/change-field.ts";
import { renameVariable } from "#core/gestures/rename-variable.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { variableSchema } from "#core/pipeline/definition.ts";
import type { MakeGesture } from "../../../hooks/drawing/use-gestures.ts";
import { objectFields } from "../../../model/form/form-fields.ts";
import { useFormContext } from "../form-context.ts";
import { SchemaField } from "../value/schema-field.tsx";

interface VariableFormsProps {
  readonly value: Json;
  readonly make: MakeGesture;
}

/** The pipeline's variables: each with its default, and a field for a new one. */
export function VariableForms({ value, make }: VariableFormsProps) {
  const { isReadOnly } = useFormContext();
  const variables = fieldAt(value, ["variables"]);
  // A renamed variable is a new form, so the focus moves there after Enter.
  const goOnIn = useRef<string | null>(null);
  return (
    <>
      {Object.entries(isJsonObject(variables) ? variables : {}).map(([name, declared]) => (
        <fieldset key={name} className="grid gap-2 border-l pl-3">
          <legend className="sr-only">{name}</legend>
          {isReadOnly ? (
            <h3 className="truncate font-mono">{name}</h3>
          ) : (
            <VariableName name={name} value={value} make={make} goOnIn={goOnIn} />
          )}
          {objectFields("variable", variableSchema).map((field) => (
            <SchemaField
              key={field.name}
              field={field}
              path={["variables", name, field.name]}
              value={isJsonObject(declared) ? declared[field.name] : undefined}
            />
          ))}
        </fieldset>
      ))}
      {isReadOnly ? null : <NewVariable value={value} make={make} />}
    </>
  );
}

interface VariableNameProps extends VariableFormsProps {
  readonly name: string;
  readonly goOnIn: { current: string | null };
}

/** Renames the variable on blur, and updates everything that reads or sets it. */
function VariableName({ name, value, make, goOnIn }: VariableNameProps) {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (goOnIn.current !== name) return;
    goOnIn.current = null;
    field.current?.focus();
  }, [goOnIn, name]);
  const obstacle = typed === name ? null : variableObstacle(value, typed);
  const isRenamed = typed !== name && obstacle === null;
  const done = () => {
    if (isRenamed) make(renameVariable(name, typed));
  };
  return (
    <Field
      label="Name"
      error={obstacle}
      hint="Everything that reads or sets the variable is updated with it."
      aside={
        <IconButton label={`Remove ${name}`} size="icon-small" onClick={() => make(removeVariable(name))}>
          <X aria-hidden />
        </IconButton>
      }
    >
      {(control) => (
        <Input
          {...control}
          ref={field}
          className="font-mono text-mono"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              if (isRenamed) goOnIn.current = typed;
              done();
            }
            if (event.key === "Escape") setTyped(name);
          }}
        />
      )}
    </Field>
  );
}

function NewVariable({ value, make }: VariableFormsProps) {
  const [name, setName] = useState("");
  const obstacle = name === "" ? null : variableObstacle(value, name);
  const add = () => {
    if (name !== "" && obstacle === null && make(addVariable(name))) setName("");
  };
  return (
    <Field label="New variable" error={obstacle} hint="Expressions read it as variables.NAME.">
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            className="font-mono text-mono"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") add();
            }}
          />
          <Button disabled={name === "" || obstacle !== null} onClick={add}>
            <Plus aria-hidden />
            Add
          </Button>
        </span>
      )}
    </Field>
  );
}
