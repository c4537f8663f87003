import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { pieceAt } from "./piece-at.ts";

/** Underlines each problem's key or value. */
export function showProblems(view: EditorView, problems: readonly LocatedProblem[]): void {
  view.dispatch(
    setDiagnostics(
      view.state,
      problems.map((problem) => diagnosticOf(view.state, problem)),
    ),
  );
}

function diagnosticOf(
  state: EditorState,
  { line = 1, column = 1, severity, message }: LocatedProblem,
): Diagnostic {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const from = Math.min(at.from + column - 1, at.to);
  return { from, to: from + pieceAt(at.text, from - at.from), severity, message };
}
