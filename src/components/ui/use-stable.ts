"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function that stays the same while what it does is that of the latest render: whoever is given it need not be drawn
 * again. It is for what people do, not to be called while something is drawn.
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
