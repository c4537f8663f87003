"use client";

import { useEffect, useRef } from "react";

export interface Shortcut {
  /** The `key` of the keyboard event: `k`, `?`, `/`. */
  readonly key: string;
  /** With Cmd on a Mac, Ctrl elsewhere. Such a shortcut also works while typing. */
  readonly withCommand?: boolean;
}

/** Calls `act` when the shortcut is pressed, wherever the focus is, except while its keys would type text. */
export function useShortcut({ key, withCommand = false }: Shortcut, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const hasCommand = event.metaKey || event.ctrlKey;
      if (event.key !== key || hasCommand !== withCommand || event.altKey || event.defaultPrevented) return;
      if (!withCommand && isTypedInto(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [key, withCommand]);
}

function isTypedInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
