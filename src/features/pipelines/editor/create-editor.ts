import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from "@codemirror/view";
import type { KnownNames } from "../model/known-names.ts";
import { chosenLines } from "./chosen-lines.ts";
import { completeDefinition } from "./complete-definition.ts";
import { editorTheme } from "./editor-theme.ts";
import { type ChosenNodes, gestureHistory, type UndoNames } from "./gesture-history.ts";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly isReadOnly: boolean;
  readonly label: string;
  /** The content security policy's nonce, for the editor's style sheet. */
  readonly nonce: string | undefined;
  readonly names: () => KnownNames;
  /** `isTyped`: typed, not from a gesture or undo. */
  readonly onChange: (text: string, isTyped: boolean) => void;
  /** The cursor's line, counted from 1. */
  readonly onLine: (line: number) => void;
  readonly onSave: () => void;
  readonly onRun: () => void;
  /** The names of the undo and redo steps have changed. */
  readonly onUndoNames: (names: UndoNames) => void;
  /** A gesture, or undoing one, has selected nodes. */
  readonly onChosen: (chosen: ChosenNodes) => void;
}

/** A code editor for definitions. Tab indents; Escape, then Tab leaves it. */
export function createEditor(options: EditorOptions): EditorView {
  const state = EditorState.create({ doc: options.text, extensions: extensionsOf(options) });
  return new EditorView({ state, parent: options.parent });
}

function extensionsOf(options: EditorOptions): Extension {
  const { isReadOnly, label, nonce } = options;
  return [
    nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
    lineNumbers(),
    lintGutter(),
    foldGutter({ openText: "▾", closedText: "▸" }),
    highlightSpecialChars(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    drawSelection(),
    EditorView.lineWrapping,
    history(),
    gestureHistory({ onNames: options.onUndoNames, onChosen: options.onChosen }),
    indentOnInput(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    yaml(),
    editorTheme,
    chosenLines,
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", tabindex: "0" }),
    autocompletion({ override: [completeDefinition(options.names)], icons: false }),
    keysOf(options),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange(update.state.doc.toString(), isTyped(update));
      if (update.selectionSet && update.view.hasFocus) {
        options.onLine(update.state.doc.lineAt(update.state.selection.main.head).number);
      }
    }),
  ];
}

function isTyped({ transactions }: ViewUpdate): boolean {
  return transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete"));
}

function keysOf({ onSave, onRun }: EditorOptions): Extension {
  const own = [
    { key: "Mod-s", preventDefault: true, run: told(onSave) },
    { key: "Mod-Enter", preventDefault: true, run: told(onRun) },
  ];
  return keymap.of([
    ...own,
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...lintKeymap,
    indentWithTab,
  ]);
}

function told(handler: () => void): () => boolean {
  return () => {
    handler();
    return true;
  };
}
