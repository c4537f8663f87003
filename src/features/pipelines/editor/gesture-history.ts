import { invertedEffects, isolateHistory, redoDepth, undoDepth } from "@codemirror/commands";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { EditorView as View } from "@codemirror/view";
import type { TextChange } from "#core/definition-text/edit/text-edit.ts";

/** The names of the steps to undo and redo; null if there are none. */
export interface UndoNames {
  readonly undo: string | null;
  readonly redo: string | null;
}

/** Selected nodes, and the path of bodies that contains them. */
export interface ChosenNodes {
  readonly within: readonly string[];
  readonly nodeIds: readonly string[];
}

export interface GestureStep {
  readonly name: string;
  /** The selection before and after it: undo restores the selection. */
  readonly chosenBefore: ChosenNodes;
  readonly chosenAfter: ChosenNodes;
  /** Consecutive changes of the same field are one step; null is always its own step. */
  readonly field: string | null;
}

interface Choice {
  readonly before: ChosenNodes;
  readonly after: ChosenNodes;
}

const choice = StateEffect.define<Choice>();
const named = StateEffect.define<{ readonly name: string; readonly field: string | null }>();

/** The name of edits of the text itself. */
const written = "what was written";

interface HistoryListener {
  readonly onNames: (names: UndoNames) => void;
  readonly onChosen: (chosen: ChosenNodes) => void;
}

/** Extends the editor's history with the name of each step and the selection at that time. */
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

/** Keeps one name per undo or redo step. */
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

/** The field of the last change; null for any other change. */
const lastField = StateField.define<string | null>({
  create: () => null,
  update(last, { docChanged, effects }) {
    if (!docChanged) return last;
    for (const effect of effects) if (effect.is(named)) return effect.value.field;
    return null;
  },
});

/** Changes the text as one undo step. */
export function dispatchGesture(view: EditorView, changes: readonly TextChange[], step: GestureStep): void {
  const { name, field, chosenBefore: before, chosenAfter: after } = step;
  const goesOn = field !== null && view.state.field(lastField) === field;
  view.dispatch({
    changes: changes.map((change) => ({ ...change })),
    effects: [named.of({ name, field }), ...(goesOn ? [] : [choice.of({ before, after })])],
    // The history merges composition input into the previous step, however much time has passed.
    ...(goesOn ? { userEvent: "input.type.compose" } : { annotations: isolateHistory.of("full") }),
  });
}
