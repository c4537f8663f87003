"use client";

import { redo, undo } from "@codemirror/commands";
import type { EditorView } from "@codemirror/view";
import { EditorView as View } from "@codemirror/view";
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import { useNonce } from "#components/ui/nonce.tsx";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { makeGesture, type PlanGesture } from "#core/gestures/gesture.ts";
import { parseDraft } from "../model/draft/parse-draft.ts";
import type { KnownNames } from "../model/known-names.ts";
import { chooseLines, type LineRange } from "./chosen-lines.ts";
import { createEditor } from "./create-editor.ts";
import { type ChosenNodes, dispatchGesture, type UndoNames } from "./gesture-history.ts";
import { showProblems } from "./show-problems.ts";

export interface CodeEditorHandle {
  /** Moves the cursor to a line and scrolls there. */
  readonly goTo: (line: number, column?: number) => void;
  /** Scrolls to a line without taking the focus. */
  readonly show: (line: number) => void;
  /** Highlights lines; null highlights none. */
  readonly mark: (lines: LineRange | null) => void;
  /** Replaces the whole text; this can be undone. */
  readonly replace: (text: string) => void;
  /** Applies a gesture to the text. Returns null, or the reason why it was refused. */
  readonly make: (plan: PlanGesture, from: GestureOrigin) => string | null;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** How a gesture is recorded in the history. */
export interface GestureOrigin {
  readonly chosen: ChosenNodes;
  /** The edited field: consecutive edits of the same field are one undo step. */
  readonly field?: string;
}

interface CodeEditorProps {
  readonly ref: Ref<CodeEditorHandle>;
  /** The initial text. */
  readonly initialText: string;
  /** The accessible name; fixed for the editor's lifetime. */
  readonly label: string;
  readonly isReadOnly: boolean;
  readonly problems: readonly LocatedProblem[];
  readonly names: KnownNames;
  /** `isTyped`: more may follow immediately. */
  readonly onChange: (text: string, isTyped: boolean) => void;
  readonly onLine: (line: number) => void;
  readonly onSave: () => void;
  readonly onRun: () => void;
  readonly onUndoNames: (names: UndoNames) => void;
  readonly onChosen: (chosen: ChosenNodes) => void;
}

/** CodeMirror as an uncontrolled React component: it owns its text and reports changes. */
export function CodeEditor(props: CodeEditorProps) {
  const { ref, initialText, label, isReadOnly, problems } = props;
  const nonce = useNonce();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // Ignored after the first render: a renamed pipeline keeps its editor, with the cursor and the undo history.
  const first = useRef({ text: initialText, label });
  const names = useEffectEvent(() => props.names);
  const onChange = useEffectEvent((text: string, isTyped: boolean) => props.onChange(text, isTyped));
  const onLine = useEffectEvent((line: number) => props.onLine(line));
  const onSave = useEffectEvent(() => props.onSave());
  const onRun = useEffectEvent(() => props.onRun());
  const onUndoNames = useEffectEvent((undone: UndoNames) => props.onUndoNames(undone));
  const onChosen = useEffectEvent((chosen: ChosenNodes) => props.onChosen(chosen));
  useEffect(() => {
    if (parent.current === null) return;
    const { text, label: firstLabel } = first.current;
    const told = { names, onChange, onLine, onSave, onRun, onUndoNames, onChosen };
    const made = createEditor({
      parent: parent.current,
      text,
      isReadOnly,
      label: firstLabel,
      nonce,
      ...told,
    });
    view.current = made;
    return () => {
      first.current = { text: made.state.doc.toString(), label: firstLabel };
      view.current = null;
      made.destroy();
    };
  }, [isReadOnly, nonce]);
  useEffect(() => {
    if (view.current !== null) showProblems(view.current, problems);
  }, [problems]);
  useImperativeHandle(ref, () => handleOf(view));
  return <div ref={parent} className="min-h-0 overflow-hidden" />;
}

function handleOf(view: { readonly current: EditorView | null }): CodeEditorHandle {
  const lineAt = (editor: EditorView, line: number) =>
    editor.state.doc.line(Math.min(Math.max(1, line), editor.state.doc.lines));
  return {
    goTo: (line, column = 1) => {
      const editor = view.current;
      if (editor === null) return;
      const { from, to } = lineAt(editor, line);
      const anchor = Math.min(from + column - 1, to);
      editor.dispatch({ selection: { anchor }, effects: View.scrollIntoView(anchor, { y: "center" }) });
      editor.focus();
    },
    show: (line) => {
      const editor = view.current;
      if (editor === null) return;
      const at = lineAt(editor, line).from;
      editor.dispatch({ effects: View.scrollIntoView(at, { y: "start", yMargin: 40 }) });
    },
    mark: (lines) => view.current?.dispatch({ effects: chooseLines.of(lines) }),
    replace: (text) => {
      const editor = view.current;
      editor?.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
    },
    make: (plan, from) => (view.current === null ? null : makeIn(view.current, plan, from)),
    undo: () => {
      if (view.current !== null) undo(view.current);
    },
    redo: () => {
      if (view.current !== null) redo(view.current);
    },
  };
}

function makeIn(editor: EditorView, plan: PlanGesture, { chosen, field }: GestureOrigin): string | null {
  const made = makeGesture(editor.state.doc.toString(), plan, parseDraft);
  if (!made.ok) return made.message;
  const { gesture, changes } = made;
  if (changes.length === 0) return null;
  dispatchGesture(editor, changes, {
    name: gesture.name,
    chosenBefore: chosen,
    chosenAfter: gesture.chosen === undefined ? chosen : { ...chosen, nodeIds: gesture.chosen },
    field: field ?? null,
  });
  return null;
}
