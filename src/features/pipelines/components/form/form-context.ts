"use client";

import { createContext, useContext } from "react";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import type { Json } from "#core/json/json.ts";
import { keepsFromRunning } from "#core/pipeline/calls/call-problem.ts";
import type { FormField, SourceFormat } from "../../model/form/form-fields.ts";
import type { InheritedValue } from "../../model/form/inherited-values.ts";
import type { KnownNames } from "../../model/known-names.ts";
import type { Preview } from "../../model/try/preview-source.ts";

export type FieldPath = readonly (string | number)[];

export interface SchemaFieldProps {
  readonly field: FormField;
  /** The path in the node. */
  readonly path: FieldPath;
  readonly value: Json | undefined;
}

interface FormContextValue {
  /** The node's output in the selected run; undefined if unknown. */
  readonly lastOutput?: Json | undefined;
  readonly isReadOnly: boolean;
  /** Opens the node's body in the drawing; left out if this is not a node. */
  readonly openBody?: () => void;
  readonly names: KnownNames;
  readonly problems: readonly LocatedProblem[];
  /** Writes a field of the node; undefined removes it. Returns false if it was refused. */
  readonly change: (path: FieldPath, value: Json | undefined) => boolean;
  /** The inherited value of an empty field; left out if this is not a node. */
  readonly inherited?: (path: FieldPath) => InheritedValue | null;
  /** What a text evaluates to with the values of the selected run; null if that cannot be determined. */
  readonly preview: (path: FieldPath, format: SourceFormat, text: string) => Preview | null;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue {
  const value = useContext(FormContext);
  if (value === null) throw new Error("A field stands outside of a form");
  return value;
}

/** The first error of a field or of something inside it. */
export function useFieldProblem(path: FieldPath): string | null {
  const { problems } = useFormContext();
  const found = problems.find(
    ({ path: at = [], ...problem }) =>
      keepsFromRunning(problem) && path.every((step, index) => at[index] === step),
  );
  return found === undefined ? null : withoutPlace(found.message);
}

/** Drops the place from `Node "draft": config.task: it must not be empty.`, since the field is right here. */
function withoutPlace(message: string): string {
  const words = message.replace(/^Node "[^"]*": (?:[\w.[\]-]+: )?/, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
