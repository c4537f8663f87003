"use client";

import { useEffect, useRef } from "react";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import type { WantedField } from "../../hooks/drawing/use-editing.ts";
import type { MakeGesture } from "../../hooks/drawing/use-gestures.ts";
import type { KnownNames } from "../../model/known-names.ts";
import { focusField } from "./focus-field.ts";

/** What the forms of a node, a mark and the pipeline itself are given alike. */
export interface EditedFormProps {
  readonly problems: readonly LocatedProblem[];
  readonly names: KnownNames;
  readonly mayWrite: boolean;
  readonly wanted: WantedField | null;
  /** Called when the requested field has the focus. */
  readonly onFocused: () => void;
  readonly make: MakeGesture;
}

/** Moves the focus to the requested field of the form that the returned reference is given to. */
export function useWantedField({ wanted, onFocused }: Pick<EditedFormProps, "wanted" | "onFocused">) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === null) return;
    focusField(form.current, wanted.path);
    onFocused();
  }, [wanted, onFocused]);
  return form;
}
