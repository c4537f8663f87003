"use client";

import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import type { Within } from "#core/gestures/in-body.ts";
import { innerPlace } from "#core/gestures/problems-within.ts";
import { nothingChosen } from "#features/graph/index.ts";
import type { CodeEditorHandle } from "../../editor/code-editor.tsx";
import type { ChosenNodes, UndoNames } from "../../editor/gesture-history.ts";
import type { CheckedText } from "../../model/draft/check-text.ts";
import { useEditorView } from "./use-editor-view.ts";
import { useGestures } from "./use-gestures.ts";
import { useNodeLink } from "./use-node-link.ts";

/** A field that should get the focus. */
export interface WantedField {
  readonly path: readonly (string | number)[];
}

/** The fields of the pipeline's own form. */
const definitionParts: ReadonlySet<string | number> = new Set([
  "name",
  "description",
  "variables",
  "settings",
  "triggers",
]);

/** Connects text, drawing and form: the selection, the visible parts, and their actions. */
export function useEditing(
  editor: RefObject<CodeEditorHandle | null>,
  checked: CheckedText,
  onTry: ((nodeId: string) => void) | null,
) {
  const link = useNodeLink(editor, checked);
  const { choose, goTo, stand } = link;
  const { view, show } = useEditorView();
  const { history, followHistory } = useHistoryNames();
  const chooseNode = useCallback((id: string) => choose({ nodeIds: [id], edgeIds: [] }), [choose]);
  const goToNodes = useCallback(
    (nodeIds: readonly string[], there: Within) => goTo({ nodeIds, edgeIds: [] }, there),
    [goTo],
  );
  const { wanted, openForm, onFocused } = useWantedField(show);
  const { value } = checked;
  const gestures = useGestures({
    ...link,
    editor,
    value,
    ...useProblemSteps(checked, link, openForm),
    onTry: useTryHere(onTry, link.within),
  });
  const goToProblem = (problem: LocatedProblem) => {
    const { line = 1, column = 1 } = problem;
    const { nodeId, within: there, path } = innerPlace(value, problem);
    if (nodeId !== null) goTo({ nodeIds: [nodeId], edgeIds: [] }, there);
    const isOfForm = nodeId !== null || definitionParts.has(path[0] ?? "");
    if (nodeId === null && isOfForm) goTo(nothingChosen, []);
    if (view.text) editor.current?.goTo(line, column);
    else if (isOfForm) openForm(path);
    else show("text", true);
  };
  return {
    ...link,
    chooseNode,
    goToNodes,
    setChosen: ({ nodeIds, within: there }: ChosenNodes) => stand({ nodeIds, edgeIds: [] }, there),
    view,
    show,
    wanted,
    onFocused,
    history,
    followHistory,
    gestures,
    goTo: goToProblem,
  };
}

/** The names of the undo and redo steps; a stable object while they stay the same. */
function useHistoryNames() {
  const [history, setHistory] = useState<UndoNames>({ undo: null, redo: null });
  const followHistory = useCallback(
    (next: UndoNames) =>
      setHistory((last) => (last.undo === next.undo && last.redo === next.redo ? last : next)),
    [],
  );
  return { history, followHistory };
}

/** A node in a body is tried with the node that contains it. */
function useTryHere(onTry: ((nodeId: string) => void) | null, [outermost]: Within) {
  return useMemo(
    () => (onTry === null || outermost === undefined ? onTry : () => onTry(outermost)),
    [onTry, outermost],
  );
}

/** Moves from the drawing to the fields with errors. */
function useProblemSteps(
  checked: CheckedText,
  { onlyId, within, goTo }: ReturnType<typeof useNodeLink>,
  openForm: (path: WantedField["path"]) => void,
) {
  const last = useRef<LocatedProblem | null>(null);
  /** If the selected node has an error, opens its form there. */
  const onOpen = useCallback(
    (path: WantedField["path"]) =>
      openForm(path.join() === "config" ? (faultIn(checked, { onlyId, within }) ?? path) : path),
    [checked, onlyId, within, openForm],
  );
  const onNextProblem = useCallback(() => {
    const next = problemAfter(checked.problems, last.current);
    last.current = next;
    if (next === null) return;
    const { nodeId, within: there, path } = innerPlace(checked.value, next);
    goTo(nodeId === null ? nothingChosen : { nodeIds: [nodeId], edgeIds: [] }, there);
    openForm(path);
  }, [checked, goTo, openForm]);
  return { onOpen, onNextProblem };
}

/** The error of the selected node, as a path in it. */
function faultIn(
  { problems, value }: CheckedText,
  { onlyId, within }: { readonly onlyId: string | null; readonly within: Within },
): WantedField["path"] | null {
  const faults = problems.filter(({ severity }) => severity === "error");
  const places = faults.map((problem) => innerPlace(value, problem));
  const found = places.find(
    ({ nodeId, within: there }) => nodeId === onlyId && there.join("\n") === within.join("\n"),
  );
  return onlyId === null || found === undefined || found.path.length === 0 ? null : found.path;
}

/** The next error after the last one visited, in a cycle; null if there are none. */
function problemAfter(
  problems: readonly LocatedProblem[],
  last: LocatedProblem | null,
): LocatedProblem | null {
  const at = problems.findIndex(({ message, line }) => message === last?.message && line === last.line);
  return problems[at + 1] ?? problems[0] ?? null;
}

/** Opens the form at a field of the selected node. */
function useWantedField(show: ReturnType<typeof useEditorView>["show"]) {
  const [wanted, setWanted] = useState<WantedField | null>(null);
  const openForm = useCallback(
    (path: WantedField["path"]) => {
      show("form", true);
      setWanted({ path });
    },
    [show],
  );
  const onFocused = useCallback(() => setWanted(null), []);
  return { wanted, openForm, onFocused };
}
