"use client";

import { useShortcut } from "#features/shell/index.ts";

/** Runs the pipeline by key. What floats above the page has its own use of the keys. */
export function useRunKey(onRun: () => void): void {
  useShortcut({ key: "Enter", withCommand: true }, () => {
    if (document.querySelector("[role=dialog]") === null) onRun();
  });
}
