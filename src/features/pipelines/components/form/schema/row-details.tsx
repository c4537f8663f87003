"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import type { Json } from "#core/json/json.ts";
import { controlOf, useTyped } from "../../../hooks/use-typed.ts";
import { choicesOf, readChoices, type SchemaRow } from "../../../model/form/schema-rows.ts";
import { type FieldPath, useFormContext } from "../form-context.ts";

interface MoreButtonProps {
  readonly place: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Shows or hides more of a field's properties: most fields need only a name and a type. */
export function MoreButton({ place, isOpen, onToggle }: MoreButtonProps) {
  return (
    <IconButton
      label={`Title, description and choices of ${place}`}
      size="icon-small"
      aria-expanded={isOpen}
      onClick={() => onToggle(!isOpen)}
    >
      <Ellipsis aria-hidden />
    </IconButton>
  );
}

interface RowDetailsProps {
  readonly row: SchemaRow;
  readonly place: string;
  /** The path of the field's schema. Each property is written separately, since other edits may be pending. */
  readonly path: FieldPath;
}

/** The title, description and allowed values of a field. */
export function RowDetails({ row, place, path }: RowDetailsProps) {
  const { change } = useFormContext();
  const choices = choicesOf(row);
  return (
    <fieldset aria-label={`More of ${place}`} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-l pl-3">
      {(["title", "description"] as const).map((name) => (
        <Field key={name} label={name === "title" ? "Title" : "Description"}>
          {(control) => (
            <Words
              control={control}
              value={textOf(row.schema[name])}
              onCommit={(typed) => change([...path, name], typed.trim() === "" ? undefined : typed.trim())}
            />
          )}
        </Field>
      ))}
      {choices === null ? null : <Choices row={row} lines={choices.join("\n")} path={path} />}
    </fieldset>
  );
}

interface ChoicesProps {
  readonly row: SchemaRow;
  readonly lines: string;
  readonly path: FieldPath;
}

function Choices({ row, lines, path }: ChoicesProps) {
  const { change, isReadOnly } = useFormContext();
  const [isRefused, setRefused] = useState(false);
  const typed = useTyped(lines, (text) => {
    const next = readChoices(row, text);
    setRefused(next === null);
    if (next === null) return false;
    // An empty line for the next value changes nothing.
    const isSame = (next ?? []).filter((one) => one !== null).join("\n") === lines;
    return isSame || change([...path, "enum"], next === undefined ? undefined : [...next]);
  });
  return (
    <Field
      label="Choices"
      hint="One per line. Empty: any value of its type."
      error={isRefused ? "Each line must be a number, like the type." : null}
    >
      {(control) => (
        <Textarea
          {...control}
          rows={Math.max(2, typed.shown.split("\n").length)}
          className="min-h-8 font-mono text-mono"
          spellCheck={false}
          readOnly={isReadOnly}
          {...controlOf(typed)}
        />
      )}
    </Field>
  );
}

interface WordsProps {
  readonly control: FieldControlProps;
  readonly value: string;
  readonly onCommit: (typed: string) => boolean;
}

function Words({ control, value, onCommit }: WordsProps) {
  const { isReadOnly } = useFormContext();
  const typed = useTyped(value, onCommit);
  return <Input {...control} readOnly={isReadOnly} {...controlOf(typed)} />;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
