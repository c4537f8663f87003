"use client";

import { useId } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { controlOf, useTyped } from "../../../hooks/use-typed.ts";
import type { FieldKind } from "../../../model/form/form-fields.ts";
import { linesOf, readLines } from "../../../model/form/written-value.ts";
import { type SchemaFieldProps, useFieldProblem, useFormContext } from "../form-context.ts";
import { FieldHelp } from "./field-help.tsx";
import { FieldProblem } from "./field-problem.tsx";

type ListKind = Extract<FieldKind, { readonly kind: "list" }>;

/** A list of texts or numbers: checkboxes if there are few possible values, otherwise one per line. */
export function ListField(props: SchemaFieldProps & { readonly kind: ListKind; readonly lines: string }) {
  const { kind, lines, field, path } = props;
  const problem = useFieldProblem(path);
  if (kind.options !== null) return <Choices {...props} options={kind.options} problem={problem} />;
  const standard =
    Array.isArray(field.usual) && field.usual.length > 0 ? `Default: ${field.usual.join(", ")}.` : null;
  return (
    <Field
      label={field.label}
      isRequired={field.isRequired}
      error={problem}
      hint={[field.help, "One per line.", standard].filter((part) => part !== null).join(" ")}
    >
      {(control) => <Lines kind={kind} path={path} lines={lines} control={control} />}
    </Field>
  );
}

interface LinesProps extends Pick<SchemaFieldProps, "path"> {
  readonly kind: ListKind;
  readonly lines: string;
  readonly control: FieldControlProps;
}

function Lines({ kind, path, lines, control }: LinesProps) {
  const { change, isReadOnly } = useFormContext();
  const same = (text: string) => linesOf(readLines(text, kind)) === lines;
  const typed = useTyped(lines, (text) => same(text) || change(path, readLines(text, kind)));
  return (
    <Textarea
      {...control}
      data-field={path.join(".")}
      rows={Math.max(1, typed.shown.split("\n").length)}
      className="min-h-8 font-mono text-mono"
      spellCheck={false}
      readOnly={isReadOnly}
      {...controlOf(typed)}
    />
  );
}

interface ChoicesProps extends SchemaFieldProps {
  readonly options: readonly string[];
  readonly problem: string | null;
  readonly lines: string;
}

function Choices({ field, path, options, problem, lines }: ChoicesProps) {
  const { change, isReadOnly } = useFormContext();
  const id = useId();
  const ticked = new Set(lines.split("\n").filter((line) => line !== ""));
  const tick = (option: string, isTicked: boolean) => {
    const next = options.filter((one) => (one === option ? isTicked : ticked.has(one)));
    change(path, next.length === 0 ? undefined : next);
  };
  return (
    <fieldset data-field={path.join(".")} className="grid gap-1">
      <legend className="mb-1 font-medium">{field.label}</legend>
      <FieldHelp field={field} />
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {options.map((option) => (
          <span key={option} className="flex items-center gap-1.5">
            <Checkbox
              id={`${id}-${option}`}
              disabled={isReadOnly}
              checked={ticked.has(option)}
              onCheckedChange={(isTicked) => tick(option, isTicked)}
            />
            <label htmlFor={`${id}-${option}`}>{option}</label>
          </span>
        ))}
      </div>
      <FieldProblem problem={problem} />
    </fieldset>
  );
}
