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
  /** In the node. */
  readonly path: FieldPath;
  readonly value: Json | undefined;
}

interface FormContextValue {
  /** What the node put out in the run that is looked at; undefined where it is not known. */
  readonly lastOutput?: Json | undefined;
  readonly isReadOnly: boolean;
  /** Opens the body of the node in the drawing; left out where it is not a node. */
  readonly openBody?: () => void;
  readonly names: KnownNames;
  readonly problems: readonly LocatedProblem[];
  /** Writes a field of the node; undefined takes it out. False where that is refused. */
  readonly change: (path: FieldPath, value: Json | undefined) => boolean;
  /** What a field has from elsewhere where nothing is written in it; left out where it is not a node. */
  readonly inherited?: (path: FieldPath) => InheritedValue | null;
  /** What a text would give with the values of the run that is looked at; null where nothing can be said. */
  readonly preview: (path: FieldPath, format: SourceFormat, text: string) => Preview | null;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue {
  const value = useContext(FormContext);
  if (value === null) throw new Error("A field stands outside of a form");
  return value;
}

/** The first thing that is wrong with a field, or with what it holds. */
export function useFieldProblem(path: FieldPath): string | null {
  const { problems } = useFormContext();
  const found = problems.find(
    ({ path: at = [], ...problem }) =>
      keepsFromRunning(problem) && path.every((step, index) => at[index] === step),
  );
  return found === undefined ? null : withoutPlace(found.message);
}

/** `Node "draft": config.task: it must not be empty.` says here what it must not be. */
function withoutPlace(message: string): string {
  const words = message.replace(/^Node "[^"]*": (?:[\w.[\]-]+: )?/, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
