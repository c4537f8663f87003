"use client";

import { type MouseEvent, useMemo, useRef } from "react";

/** What is beside the nodes: the drawing itself, and the frame that is left around what was chosen by one. */
const beside = ".react-flow__pane, .react-flow__nodesselection-rect";

/**
 * A click beside the nodes chooses nothing. The drawing's library takes the first click after a frame was drawn as the
 * end of that frame, so that one is taken care of here.
 */
export function useClearAfterFrame(onClear: () => void) {
  const stage = useRef<"none" | "framed" | "pressed">("none");
  return useMemo(
    () => ({
      onSelectionEnd: () => {
        stage.current = "framed";
      },
      onPointerDownCapture: () => {
        // The click that ends the frame itself comes without a press of its own.
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
