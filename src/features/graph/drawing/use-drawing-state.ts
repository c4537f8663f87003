"use client";

import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { NewNodeCommand } from "./drawing-command.ts";
import type { DrawingPaneProps, Question } from "./drawing-props.ts";
import { DrawnNodes } from "./drawn-elements.ts";
import { useDrag } from "./use-drag.ts";
import { useAddNode, useFocusOnNode, useView } from "./use-drawing-actions.ts";
import { useKeepFocus } from "./use-keep-focus.ts";

export type DrawingState = ReturnType<typeof useDrawingState>;

/** Whatever a drawing keeps that its page need not know. */
export function useDrawingState(
  { drawing, chosen, onCommand }: DrawingPaneProps,
  frame: RefObject<HTMLElement | null>,
  isMoved: RefObject<boolean>,
) {
  const view = useView(frame, isMoved);
  const { focusOn, tryNow } = useFocusOnNode(frame, view.reveal);
  const drag = useDrag(drawing, onCommand);
  const addNode = useAddNode(drawing, onCommand);
  const [overEdgeId, setOverEdge] = useState<string | null>(null);
  const [drawn] = useState(() => new DrawnNodes());
  const chosenIds = useMemo(() => new Set(chosen.nodeIds), [chosen.nodeIds]);
  const nodes = useMemo(
    () => drawn.make(drawing, chosenIds, drag.dragged),
    [drawn, drawing, chosenIds, drag.dragged],
  );
  const [firstChosen] = chosen.nodeIds;
  useFollowChosen(firstChosen, frame, focusOn);
  useKeepFocus(frame, drawing.direction);
  useRefocus(drawing.direction, firstChosen, focusOn);
  const { question, ask, answered } = useQuestion(firstChosen, frame, focusOn);
  const behindChosen = (type: string): NewNodeCommand["place"] =>
    firstChosen === undefined || type === "trigger"
      ? { kind: "apart" }
      : { kind: "after", nodeId: firstChosen };
  const overEdge = drawing.shape.edges.find(({ id }) => id === overEdgeId) ?? null;
  const add: typeof addNode = (type, wanted) => {
    frame.current?.focus();
    addNode(type, wanted);
  };
  return {
    nodes,
    drag,
    question,
    ask,
    answered,
    view,
    add,
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
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback((asked: Question) => setQuestion(asked), []);
  const answered = useCallback(() => {
    setQuestion(null);
    if (chosenId === undefined) frame.current?.focus();
    else focusOn(chosenId);
  }, [chosenId, focusOn, frame]);
  return { question, ask, answered };
}

/** Another direction is another drawing on the page, which takes the focus with it: it comes back. */
function useRefocus(direction: string, chosenId: string | undefined, focusOn: (id: string) => void): void {
  const last = useRef(direction);
  useEffect(() => {
    if (direction === last.current) return;
    last.current = direction;
    if (chosenId !== undefined && document.activeElement === document.body) focusOn(chosenId);
  }, [direction, chosenId, focusOn]);
}

/** Where somebody works in the drawing the focus goes with what is chosen: to a new node, to the next one. */
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
    // Who types in the drawing, to find a node, goes on typing.
    if (chosenId !== undefined && isHere) focusOn(chosenId);
  }, [chosenId, frame, focusOn]);
}
