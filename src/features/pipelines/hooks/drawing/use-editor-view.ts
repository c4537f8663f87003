"use client";

import { useCallback, useState } from "react";
import { usePersonalStorage } from "#features/shell/index.ts";

export const editorParts = ["text", "drawing", "form"] as const;
export type EditorPart = (typeof editorParts)[number];

/** Which parts of the editor are visible; at least one is. */
export type EditorView = Readonly<Record<EditorPart, boolean>>;

const name = "editor.view";
const usual: EditorView = { text: true, drawing: true, form: false };

/** The visible parts, stored for this person in this browser. */
export function useEditorView() {
  const memory = usePersonalStorage("memory");
  const [view, setView] = useState(() => parseView(memory.read(name)));
  const show = useCallback(
    (part: EditorPart, isShown: boolean) => {
      const next = { ...view, [part]: isShown };
      if (!editorParts.some((one) => next[one])) return;
      setView(next);
      memory.write(name, editorParts.filter((one) => next[one]).join(" "));
    },
    [view, memory],
  );
  return { view, show };
}

function parseView(text: string | null): EditorView {
  const shown = new Set(text?.split(" "));
  const view = { text: shown.has("text"), drawing: shown.has("drawing"), form: shown.has("form") };
  return view.text || view.drawing || view.form ? view : usual;
}
