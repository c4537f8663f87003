"use client";

import { ChevronsUpDown } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { kindTitles, type ValueKind, valueKinds } from "../../model/run-form/value-kind.ts";
import { FileControl } from "./file-control.tsx";

interface ValueFieldProps {
  readonly label: string;
  readonly hint?: string | null;
  readonly isRequired?: boolean;
  readonly error: string | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly kind: ValueKind;
  /** How the pipeline uses the value, if known. */
  readonly knownKind: ValueKind | null;
  /** Null if its kind cannot be chosen. */
  readonly onKindChange: ((kind: ValueKind) => void) | null;
  /** Restores the default. */
  readonly reset?: { readonly label: string; readonly onReset: () => void } | null;
  readonly isTall?: boolean;
}

/** One typed value, parsed as its kind. */
export function ValueField(props: ValueFieldProps) {
  const {
    label,
    hint = null,
    isRequired = false,
    error,
    kind,
    knownKind,
    onKindChange,
    reset = null,
  } = props;
  const warning =
    knownKind === null || knownKind === kind
      ? null
      : `The pipeline reads this as “${kindTitles[knownKind]}”. Given as “${kindTitles[kind]}”, the node that reads it may fail.`;
  const told = [hint, warning].filter((part) => part !== null && part !== "").join(" ");
  return (
    <Field
      label={label}
      hint={told === "" ? null : told}
      isRequired={isRequired}
      error={error}
      aside={
        <span className="-mr-1 flex min-h-6 items-center gap-1">
          {reset === null ? null : (
            <Button
              tone="quiet"
              className="h-6 rounded-small px-1.5 text-mono"
              onClick={reset.onReset}
              aria-label={`${reset.label}: ${label}`}
            >
              {reset.label}
            </Button>
          )}
          {onKindChange === null ? null : <KindChooser label={label} kind={kind} onChange={onKindChange} />}
        </span>
      }
    >
      {(control) => <ValueControl {...props} control={control} />}
    </Field>
  );
}

function ValueControl(props: ValueFieldProps & { readonly control: FieldControlProps }) {
  const { control, kind, value, onChange, isTall = false } = props;
  switch (kind) {
    case "switch":
      return (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {value === "true" || value === "false" ? null : <option value={value}>not given</option>}
          <option value="true">yes</option>
          <option value="false">no</option>
        </Select>
      );
    case "file":
      return <FileControl control={control} value={value} onChange={onChange} />;
    case "number":
      return (
        <Input
          {...control}
          inputMode="decimal"
          className="figures"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "text":
    case "json":
      // Always the same control, so that typing a long text does not switch it mid-word; it accepts line breaks.
      return (
        <Textarea
          {...control}
          rows={isTall ? 4 : 1}
          className={`${isTall ? "" : "min-h-8"} ${kind === "json" ? "font-mono text-mono" : ""}`}
          spellCheck={kind === "text"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

interface KindChooserProps {
  readonly label: string;
  readonly kind: ValueKind;
  readonly onChange: (kind: ValueKind) => void;
}

function KindChooser({ label, kind, onChange }: KindChooserProps) {
  return (
    <span className="relative inline-flex">
      <select
        aria-label={`Kind of value: ${label}`}
        value={kind}
        onChange={(event) => {
          const chosen = valueKinds.find((known) => known === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
        className="field-sizing-content h-6 cursor-pointer appearance-none rounded-small bg-transparent pr-5 pl-1.5 text-right text-ink-faint text-mono hover:bg-hover hover:text-ink"
      >
        {valueKinds.map((known) => (
          <option key={known} value={known}>
            {kindTitles[known]}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute top-1.5 right-1.5 size-3 text-ink-faint"
      />
    </span>
  );
}
