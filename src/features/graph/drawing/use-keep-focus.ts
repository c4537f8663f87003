"use client";

import { type RefObject, useEffect } from "react";

/**
 * When the focused element is removed, for example by undo, the drawing takes the focus, so that the next key is not
 * lost. Pass another `drawing` when the container is remounted.
 */
export function useKeepFocus(frame: RefObject<HTMLElement | null>, drawing: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new direction has a new container.
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
