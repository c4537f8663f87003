import { type EditorState, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** First and last line, counted from 1. */
export interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

export const chooseLines = StateEffect.define<LineRange | null>();

const mark = Decoration.line({ class: "cm-chosenNode" });

/** Highlights the lines of the selected node. */
export const chosenLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(chooseLines)) return marksOf(transaction.state, effect.value);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(state: EditorState, lines: LineRange | null): DecorationSet {
  if (lines === null) return Decoration.none;
  const marks: Range<Decoration>[] = [];
  for (let line = lines.firstLine; line <= Math.min(lines.lastLine, state.doc.lines); line += 1) {
    marks.push(mark.range(state.doc.line(line).from));
  }
  return Decoration.set(marks);
}
