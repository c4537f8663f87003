"use client";

import { type RefObject, useCallback, useState } from "react";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import type { CodeEditorHandle } from "../editor/code-editor.tsx";
import type { UndoNames } from "../editor/gesture-history.ts";
import type { CheckedText } from "../model/draft/check-text.ts";
import { useEditorView } from "./use-editor-view.ts";
import { useGestures } from "./use-gestures.ts";
import { useNodeLink } from "./use-node-link.ts";

/** A field that is to have the focus. */
export interface WantedField {
  readonly path: readonly (string | number)[];
}

/** What ties text, drawing and form together: what is chosen and shown, and what is done in them. */
export function useEditing(
  editor: RefObject<CodeEditorHandle | null>,
  checked: CheckedText,
  onTry: ((nodeId: string) => void) | null,
) {
  const { chosen, onlyId, choose, setChosen, followLine } = useNodeLink(editor, checked.outline);
  const { view, show } = useEditorView();
  const [wanted, setWanted] = useState<WantedField | null>(null);
  const [history, setHistory] = useState<UndoNames>({ undo: null, redo: null });
  const chooseNode = useCallback((id: string) => choose({ nodeIds: [id], edgeIds: [] }), [choose]);
  const openForm = useCallback(
    (path: WantedField["path"]) => {
      show("form", true);
      setWanted({ path });
    },
    [show],
  );
  const gestures = useGestures({ editor, value: checked.value, chosen, choose, onOpen: openForm, onTry });
  const onFocused = useCallback(() => setWanted(null), []);
  const goTo = ({ nodeId, path = [], line = 1, column = 1 }: LocatedProblem) => {
    if (nodeId !== undefined) chooseNode(nodeId);
    if (view.text) editor.current?.goTo(line, column);
    else if (nodeId !== undefined) openForm(path);
    else show("text", true);
  };
  return {
    chosen,
    onlyId,
    chooseNode,
    setChosen: (nodeIds: readonly string[]) => setChosen({ nodeIds, edgeIds: [] }),
    followLine,
    view,
    show,
    wanted,
    onFocused,
    history,
    setHistory,
    gestures,
    goTo,
  };
}
