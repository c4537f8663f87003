"use client";

import { useShortcut } from "#features/shell/index.ts";

/** Runs the pipeline by a shortcut. Overlays handle their own keys. */
export function useRunKey(onRun: () => void): void {
  useShortcut({ key: "Enter", withCommand: true }, () => {
    if (document.querySelector("[role=dialog]") === null) onRun();
  });
}
