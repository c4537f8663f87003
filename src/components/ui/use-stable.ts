"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function that stays the same object and does what the function of the latest render does: components that get it
 * need not be drawn again. It is for event handlers, and must not be called while rendering.
 */
export function useStable<Args extends readonly unknown[], Result>(
  act: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
