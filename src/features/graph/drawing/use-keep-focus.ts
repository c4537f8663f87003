"use client";

import { type RefObject, useEffect } from "react";

/**
 * Where what has the focus in a drawing is taken out of it, as by undo, the drawing takes the focus: the next key is
 * meant for it, and would be lost. `drawing` is another value where the frame is another element.
 */
export function useKeepFocus(frame: RefObject<HTMLElement | null>, drawing: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another direction is another frame.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let last: Element | null = null;
    const follow = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      element.focus({ preventScroll: true });
    });
    element.addEventListener("focusin", follow);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener("focusin", follow);
      observer.disconnect();
    };
  }, [frame, drawing]);
}
