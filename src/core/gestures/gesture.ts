import type { DefinitionText } from "#core/definition-text/definition-document.ts";
import { type DefinitionEdit, editDefinitionText } from "#core/definition-text/edit/edit-definition-text.ts";
import type { TextEdit } from "#core/definition-text/edit/text-edit.ts";
import type { Json } from "#core/json/json.ts";

/** Something done in the drawing or in a form: one edit of the text, one step to undo. */
export interface Gesture {
  /** For the list of what can be undone: `Add Agent`. */
  readonly name: string;
  readonly edits: readonly TextEdit[];
  /** The nodes that are selected afterwards; left out if the selection stays. */
  readonly chosen?: readonly string[];
}

/** A gesture for the current definition; may throw `EditRefused`. */
export type PlanGesture = (value: Json) => Gesture;

export type GestureEdit =
  | (Extract<DefinitionEdit, { ok: true }> & { readonly gesture: Gesture })
  | Extract<DefinitionEdit, { ok: false }>;

/** Performs a gesture in a definition's text, or says in a sentence why not. See `editDefinitionText`. */
export function makeGesture(
  text: string,
  plan: PlanGesture,
  read?: (text: string) => DefinitionText,
): GestureEdit {
  let gesture: Gesture = { name: "", edits: [] };
  const planEdits = (value: Json) => {
    gesture = plan(value);
    return gesture.edits;
  };
  const edited = editDefinitionText(text, planEdits, read);
  return edited.ok ? { ...edited, gesture } : edited;
}

/** Two gestures as one, under the name of the first. */
export function together(first: PlanGesture, second: PlanGesture): PlanGesture {
  return (value) => {
    const gesture = first(value);
    return { ...gesture, edits: [...gesture.edits, ...second(value).edits] };
  };
}
