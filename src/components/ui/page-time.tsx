"use client";

import { createContext, type ReactNode, useContext } from "react";

const PageTimeContext = createContext(0);

interface PageTimeProviderProps {
  /** When the server rendered the page, in milliseconds since the epoch. */
  readonly timeMs: number;
  readonly children: ReactNode;
}

/**
 * The time at which the page was rendered. Server and browser start from the same one, so counters match on hydration.
 */
export function PageTimeProvider({ timeMs, children }: PageTimeProviderProps) {
  return <PageTimeContext value={timeMs}>{children}</PageTimeContext>;
}

export function usePageTime(): number {
  return useContext(PageTimeContext);
}
