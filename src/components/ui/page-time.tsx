"use client";

import { createContext, type ReactNode, useContext } from "react";

const PageTimeContext = createContext(0);

interface PageTimeProviderProps {
  /** When the server made the page, in milliseconds since the epoch. */
  readonly timeMs: number;
  readonly children: ReactNode;
}

/**
 * The moment that a page was made: server and browser begin with the same one, so that what counts does not differ
 * between them.
 */
export function PageTimeProvider({ timeMs, children }: PageTimeProviderProps) {
  return <PageTimeContext value={timeMs}>{children}</PageTimeContext>;
}

export function usePageTime(): number {
  return useContext(PageTimeContext);
}
