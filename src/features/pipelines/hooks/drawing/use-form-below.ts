"use client";

import { useSyncExternalStore } from "react";
import type { EditorView } from "./use-editor-view.ts";

/** Wide enough for two parts side by side, too narrow for three including the drawing. */
const tight = "(min-width: 1024px) and (max-width: 1439px)";

/** Whether the form goes below the text, to leave space for the drawing when all three are visible. */
export function useFormBelow({ text, drawing, form }: EditorView): boolean {
  const isTight = useSyncExternalStore(follow, isTightNow, () => false);
  return isTight && text && drawing && form;
}

function follow(onChange: () => void): () => void {
  const list = matchMedia(tight);
  list.addEventListener("change", onChange);
  return () => list.removeEventListener("change", onChange);
}

function isTightNow(): boolean {
  return matchMedia(tight).matches;
}
