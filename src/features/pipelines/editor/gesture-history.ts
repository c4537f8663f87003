import { invertedEffects, isolateHistory, redoDepth, undoDepth } from "@codemirror/commands";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { EditorView as View } from "@codemirror/view";
import type { TextChange } from "#core/definition-text/edit/text-edit.ts";

/** What would be undone and done again, by name; null where there is nothing. */
export interface UndoNames {
  readonly undo: string | null;
  readonly redo: string | null;
}

/** Nodes that are chosen, and in whose bodies they stand. */
export interface ChosenNodes {
  readonly within: readonly string[];
  readonly nodeIds: readonly string[];
}

export interface GestureStep {
  readonly name: string;
  /** The nodes that are chosen before and after it: undo brings the choice back. */
  readonly chosenBefore: ChosenNodes;
  readonly chosenAfter: ChosenNodes;
  /** Changes of the same field, one after the other, are one step; null stands alone. */
  readonly field: string | null;
}

interface Choice {
  readonly before: ChosenNodes;
  readonly after: ChosenNodes;
}

const choice = StateEffect.define<Choice>();
const named = StateEffect.define<{ readonly name: string; readonly field: string | null }>();

/** What is written in the text itself. */
const written = "what was written";

interface HistoryListener {
  readonly onNames: (names: UndoNames) => void;
  readonly onChosen: (chosen: ChosenNodes) => void;
}

/** Makes the editor's history say by name what it undoes, and which nodes were chosen then. */
export function gestureHistory({ onNames, onChosen }: HistoryListener): Extension {
  const names: string[] = [];
  return [
    lastField,
    invertedEffects.of(({ effects }) =>
      effects.flatMap((effect) =>
        effect.is(choice) ? [choice.of({ before: effect.value.after, after: effect.value.before })] : [],
      ),
    ),
    View.updateListener.of((update) => {
      if (update.docChanged) onNames(followNames(names, update));
      for (const { effects } of update.transactions) {
        for (const effect of effects) if (effect.is(choice)) onChosen(effect.value.after);
      }
    }),
  ];
}

/** Keeps one name for each step that can be undone or done again. */
function followNames(names: string[], { state, transactions }: ViewUpdate): UndoNames {
  const depth = undoDepth(state);
  const isBack = transactions.some((one) => one.isUserEvent("undo") || one.isUserEvent("redo"));
  if (!isBack) {
    const effects = transactions.flatMap((one) => one.effects);
    const name = effects.flatMap((effect) => (effect.is(named) ? [effect.value.name] : []))[0];
    names.length = Math.min(names.length, depth);
    if (depth > 0) names[depth - 1] = name ?? written;
  }
  return {
    undo: depth > 0 ? (names[depth - 1] ?? written) : null,
    redo: redoDepth(state) > 0 ? (names[depth] ?? written) : null,
  };
}

/** The field that the last change was made in; null where it was something else. */
const lastField = StateField.define<string | null>({
  create: () => null,
  update(last, { docChanged, effects }) {
    if (!docChanged) return last;
    for (const effect of effects) if (effect.is(named)) return effect.value.field;
    return null;
  },
});

/** Changes the text as one step of its history. */
export function dispatchGesture(view: EditorView, changes: readonly TextChange[], step: GestureStep): void {
  const { name, field, chosenBefore: before, chosenAfter: after } = step;
  const goesOn = field !== null && view.state.field(lastField) === field;
  view.dispatch({
    changes: changes.map((change) => ({ ...change })),
    effects: [named.of({ name, field }), ...(goesOn ? [] : [choice.of({ before, after })])],
    // The history joins what is composed to the step before it, however much later.
    ...(goesOn ? { userEvent: "input.type.compose" } : { annotations: isolateHistory.of("full") }),
  });
}
