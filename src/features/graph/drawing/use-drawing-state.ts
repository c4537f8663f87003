"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { readMarkId } from "#core/gestures/marks.ts";
import { useIsFar } from "../far/use-is-far.ts";
import type { NewNodeCommand } from "./drawing-command.ts";
import type { DrawingPaneProps, DrawingQuestion } from "./drawing-props.ts";
import { useDrag } from "./use-drag.ts";
import { useAddNode, useAddNote, useFocusOnNode, useView } from "./use-drawing-actions.ts";
import { useDrawnParts } from "./use-drawn-parts.ts";
import { useKeepFocus } from "./use-keep-focus.ts";

export type DrawingState = ReturnType<typeof useDrawingState>;

/** State that the page around the drawing does not need. */
export function useDrawingState(
  { drawing, room, chosen, folded: foldedGroups, place, onCommand }: DrawingPaneProps,
  frame: RefObject<HTMLElement | null>,
  isMoved: RefObject<boolean>,
) {
  const view = useView(frame, isMoved, { drawing, room });
  const { focusOn, tryNow } = useFocusOnNode(frame, view.reveal);
  const drag = useDrag(drawing, onCommand);
  const addNode = useAddNode(drawing, onCommand);
  const addNote = useAddNote(drawing, frame, onCommand);
  const [overEdgeId, setOverEdge] = useState<string | null>(null);
  const isFar = useIsFar(drawing.nodes.length);
  const parts = useDrawnParts({ drawing, chosen, foldedGroups, drag, isFar });
  const [firstChosen] = chosen.nodeIds;
  useFollowChosen(firstChosen, frame, focusOn);
  const key = [drawing.direction, ...place.owners.map(({ id }) => id)].join("\n");
  useKeepFocus(frame, key);
  useRefocus(key, firstChosen, frame, focusOn);
  useSeeAll(place.owners.length, isMoved);
  const { question, ask, answered, leaveQuestion } = useQuestion(firstChosen, frame, focusOn);
  const behindChosen = (type: string): NewNodeCommand["place"] =>
    firstChosen === undefined || readMarkId(firstChosen) !== null || type === "trigger"
      ? { kind: "apart" }
      : { kind: "after", nodeId: firstChosen };
  const overEdge = drawing.shape.edges.find(({ id }) => id === overEdgeId) ?? null;
  const add: typeof addNode = (type, wanted) => {
    frame.current?.focus();
    addNode(type, wanted);
  };
  return {
    key,
    ...parts,
    isFar,
    drag,
    question,
    ask,
    answered,
    leaveQuestion,
    view,
    add,
    addNote,
    focusOn,
    tryFocus: tryNow,
    behindChosen,
    overEdge,
    setOverEdge,
  };
}

function useQuestion(
  chosenId: string | undefined,
  frame: RefObject<HTMLElement | null>,
  focusOn: (id: string) => void,
) {
  const [question, setQuestion] = useState<DrawingQuestion | null>(null);
  const ask = useCallback((asked: DrawingQuestion) => setQuestion(asked), []);
  const answered = useCallback(() => {
    setQuestion(null);
    if (chosenId === undefined) frame.current?.focus();
    else focusOn(chosenId);
  }, [chosenId, focusOn, frame]);
  const leaveQuestion = useCallback(() => setQuestion(null), []);
  return { question, ask, answered, leaveQuestion };
}

/** A new direction or graph remounts the canvas, which loses the focus: give it back. */
function useRefocus(
  key: string,
  chosenId: string | undefined,
  frame: RefObject<HTMLElement | null>,
  focusOn: (id: string) => void,
): void {
  const last = useRef(key);
  useEffect(() => {
    if (key === last.current) return;
    last.current = key;
    if (document.activeElement !== document.body) return;
    if (chosenId === undefined) frame.current?.focus({ preventScroll: true });
    else focusOn(chosenId);
  }, [key, chosenId, frame, focusOn]);
}

/** Fit the view when a body is opened or closed, even if the view was moved before. */
function useSeeAll(depth: number, isMoved: RefObject<boolean>): void {
  const last = useRef(depth);
  if (last.current !== depth) isMoved.current = false;
  useEffect(() => {
    last.current = depth;
  }, [depth]);
}

/** While the focus is in the drawing it follows the selection: to a new node, to the next one. */
function useFollowChosen(
  chosenId: string | undefined,
  frame: RefObject<HTMLElement | null>,
  focusOn: (id: string) => void,
): void {
  const last = useRef(chosenId);
  useEffect(() => {
    if (chosenId === last.current) return;
    last.current = chosenId;
    const { activeElement } = document;
    const isHere =
      frame.current?.contains(activeElement) === true && activeElement?.matches("input") === false;
    // Do not take the focus from the node finder's field.
    if (chosenId !== undefined && isHere) focusOn(chosenId);
  }, [chosenId, frame, focusOn]);
}
