"use client";

import { type Ref, useRef } from "react";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import { controlOf, useTyped } from "../../../hooks/use-typed.ts";
import type { FormField } from "../../../model/form/form-fields.ts";
import { type InheritedValue, usualWords } from "../../../model/form/inherited-values.ts";
import { fieldsOf, linesOf, readNumber, readYaml, yamlOf } from "../../../model/form/written-value.ts";
import { type FieldPath, type SchemaFieldProps, useFieldProblem, useFormContext } from "../form-context.ts";
import { isShownAsFields, SchemaEditor } from "../schema/schema-editor.tsx";
import { asideOf } from "./field-aside.tsx";
import { FieldHelp } from "./field-help.tsx";
import { FieldProblem } from "./field-problem.tsx";
import { ListField } from "./list-field.tsx";
import { PairsField } from "./pairs-field.tsx";
import { SourceInput, type SourceInputHandle } from "./source-input.tsx";
import { SuggestedInput } from "./suggested-input.tsx";

/** One field, with the control that suits its schema. */
export function SchemaField(props: SchemaFieldProps) {
  const { field, path, value } = props;
  const { kind } = field;
  if (kind.kind === "group") {
    return (
      <fieldset className="grid gap-3 border-l pl-3">
        <legend className="font-medium">{field.label}</legend>
        <FieldHelp field={field} />
        {kind.fields.map((inner) => (
          <SchemaField
            key={inner.name}
            field={inner}
            path={[...path, inner.name]}
            value={isJsonObject(value) ? value[inner.name] : undefined}
          />
        ))}
      </fieldset>
    );
  }
  if (holdsSchema(field) && isShownAsFields(value)) return <SchemaEditor {...props} />;
  const lines = kind.kind === "list" ? linesOf(value) : null;
  // Any other value is shown as it is in the text.
  if (kind.kind === "list" && lines !== null) return <ListField {...props} kind={kind} lines={lines} />;
  const isPairs = kind.kind === "pairs" || (kind.kind === "mapping" && isJsonObject(value));
  if (isPairs) return <PairsField {...props} format={kind.format} />;
  return <PlainField {...props} />;
}

/** A JSON Schema: of a node's output, a form for people, or a tool's input. */
const schemaNames: ReadonlySet<string> = new Set(["outputSchema", "form", "input"]);

function holdsSchema({ name, kind }: FormField): boolean {
  return kind.kind === "yaml" && schemaNames.has(name);
}

function PlainField(props: SchemaFieldProps) {
  const { field, path, value } = props;
  const { change, isReadOnly, inherited } = useFormContext();
  const problem = useFieldProblem(path);
  const source = useRef<SourceInputHandle>(null);
  return (
    <Field
      label={field.label}
      isRequired={field.isRequired}
      error={problem}
      hint={hintOf(field, inherited?.(path) ?? null)}
      {...asideOf(field, isReadOnly, {
        onSwitch: () => change(path, fieldsOf(value)),
        onInsert: () => source.current?.insert(),
      })}
    >
      {(control) => (
        <span data-field={path.join(".")} className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 grow">
            <Control {...props} control={control} source={source} />
          </span>
          {field.unit === null ? null : (
            <span className="shrink-0 text-ink-faint text-mono">{field.unit}</span>
          )}
        </span>
      )}
    </Field>
  );
}

/** The help text, and the default. */
function hintOf({ help, usual, kind }: FormField, inherited: InheritedValue | null): string | null {
  const range = kind.kind === "number" ? rangeOf(kind) : "";
  const isPlain = usual !== undefined && usual !== "" && typeof usual !== "object";
  const standard = inherited === null ? (isPlain ? `Default: ${String(usual)}.` : "") : usualWords(inherited);
  const words = [help ?? "", range, standard].filter((part) => part !== "").join(" ");
  return words === "" ? null : words;
}

function rangeOf({ least, most }: { readonly least: number | null; readonly most: number | null }): string {
  const figure = (value: number) => value.toLocaleString("en-US");
  const isBounded = most !== null && most < Number.MAX_SAFE_INTEGER;
  if (least !== null && isBounded) return `${figure(least)} to ${figure(most)}.`;
  return least === null || least < 0 ? "" : `At least ${figure(least)}.`;
}

interface ControlProps extends SchemaFieldProps {
  readonly control: FieldControlProps;
  readonly source: Ref<SourceInputHandle>;
}

function Control(props: ControlProps) {
  const { field, path, value, control } = props;
  const { change } = useFormContext();
  const { kind, isRequired, usual } = field;
  switch (kind.kind) {
    case "choice":
      return (
        <ChoiceInput
          {...props}
          written={typeof value === "string" ? value : ""}
          options={kind.options.map((option) => ({ value: option, label: option }))}
          onChoose={(chosen) => change(path, chosen === "" ? undefined : chosen)}
        />
      );
    case "switch":
      return (
        <ChoiceInput
          {...props}
          written={typeof value === "boolean" ? String(value) : ""}
          options={[
            { value: "true", label: "yes" },
            { value: "false", label: "no" },
          ]}
          onChoose={(chosen) => change(path, chosen === "" ? undefined : chosen === "true")}
        />
      );
    case "number":
      return (
        <ParsedInput
          control={control}
          value={value === undefined ? "" : yamlOf(value)}
          read={readNumber}
          path={path}
          className="figures"
        />
      );
    case "text":
    case "mapping":
      if (typeof value === "object" && value !== null) break;
      return (
        <TextControl
          {...props}
          onCommit={(text) => change(path, text === "" && !isRequired ? undefined : text)}
          text={value === undefined || value === null ? "" : String(value)}
          {...(typeof usual === "string" ? { placeholder: usual } : {})}
        />
      );
    case "list":
    case "pairs":
    case "group":
    case "yaml":
      break;
  }
  return <ParsedInput control={control} value={yamlOf(value)} read={readYaml} path={path} isTall />;
}

interface TextControlProps extends ControlProps {
  readonly text: string;
  readonly placeholder?: string;
  readonly onCommit: (text: string) => boolean;
}

function TextControl({ field, path, control, text, ...props }: TextControlProps) {
  const { kind, name } = field;
  const format = kind.kind === "text" || kind.kind === "mapping" ? kind.format : null;
  if (format === null && !(kind.kind === "text" && kind.isLong))
    return <SuggestedInput control={control} name={name} value={text} onCommit={props.onCommit} />;
  return (
    <SourceInput
      ref={props.source}
      control={control}
      value={text}
      format={format}
      isLong={format === null || (format === "template" && isTall(field))}
      path={path}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      onCommit={props.onCommit}
    />
  );
}

interface ChoiceInputProps extends ControlProps {
  readonly written: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

function ChoiceInput({ field, control, written, options, onChoose }: ChoiceInputProps) {
  const { isReadOnly } = useFormContext();
  const { isRequired, usual } = field;
  return (
    <Select
      {...control}
      disabled={isReadOnly}
      value={written}
      onChange={(event) => onChoose(event.target.value)}
    >
      {written !== "" && isRequired ? null : (
        <option value="">{usual === undefined ? "not set" : `not set (${String(usual)})`}</option>
      )}
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Select>
  );
}

/** Fields for long texts. */
function isTall({ name, isRequired }: FormField): boolean {
  return isRequired
    ? name !== "url" && name !== "name"
    : name === "instructions" || name === "content" || name === "body";
}

interface ParsedInputProps {
  readonly control: FieldControlProps;
  readonly value: string;
  readonly read: typeof readYaml;
  readonly path: FieldPath;
  readonly isTall?: boolean;
  readonly className?: string;
}

/** A text that is parsed as a value. An invalid text stays in the field, with the error. */
function ParsedInput({ control, value, read, path, isTall = false, className = "" }: ParsedInputProps) {
  const { change, isReadOnly } = useFormContext();
  const typed = useTyped(value, (text) => {
    const parsed = read(text);
    return parsed.ok && change(path, parsed.value);
  });
  const parsed = read(typed.shown);
  const shared = {
    ...control,
    readOnly: isReadOnly,
    ...controlOf(typed),
    "aria-invalid": parsed.ok ? control["aria-invalid"] : (true as const),
  };
  return (
    <>
      {isTall ? (
        <Textarea {...shared} rows={1} className="min-h-8 font-mono text-mono" spellCheck={false} />
      ) : (
        <Input {...shared} inputMode="decimal" className={className} />
      )}
      <FieldProblem problem={parsed.ok ? null : parsed.message} />
    </>
  );
}
