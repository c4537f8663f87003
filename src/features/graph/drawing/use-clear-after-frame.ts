"use client";

import { type MouseEvent, useMemo, useRef } from "react";

/** The background: the canvas, and the frame that remains around a rectangular selection. */
const beside = ".react-flow__pane, .react-flow__nodesselection-rect";

/**
 * Clears the selection on a click on the background. React Flow takes the first click after a rectangular selection as
 * the end of it, so that click is handled here.
 */
export function useClearAfterFrame(onClear: () => void) {
  const stage = useRef<"none" | "framed" | "pressed">("none");
  return useMemo(
    () => ({
      onSelectionEnd: () => {
        stage.current = "framed";
      },
      onPointerDownCapture: () => {
        // The click that ends the selection itself has no press of its own.
        if (stage.current === "framed") stage.current = "pressed";
      },
      onClick: ({ target }: MouseEvent) => {
        if (stage.current !== "pressed") return;
        stage.current = "none";
        if (target instanceof Element && target.matches(beside)) onClear();
      },
    }),
    [onClear],
  );
}
