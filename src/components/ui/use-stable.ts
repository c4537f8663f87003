"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function with a stable identity that calls the latest render's version, so that components that take it need not
 * re-render. For event handlers; do not call it while rendering.
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
