"use client";

import type { ReactNode } from "react";
import { SplitPanes } from "#components/ui/layout/split-panes.tsx";
import type { EditorPart, EditorView } from "../hooks/drawing/use-editor-view.ts";
import { usePaneWidth } from "../hooks/drawing/use-pane-width.ts";

interface DrawingAndFormProps {
  readonly view: EditorView;
  readonly onShow: (part: EditorPart, isShown: boolean) => void;
  readonly drawing: ReactNode;
  readonly form: ReactNode;
}

/** The drawing with the form to its right, or one of them. The form's width does not depend on its content. */
export function DrawingAndForm({ view, onShow, drawing, form }: DrawingAndFormProps) {
  // Beside the text there is less space for both.
  const width = usePaneWidth(view.text ? "drawing beside text" : "drawing", view.text ? 52 : 66);
  if (!view.drawing && !view.form) return <div />;
  return (
    <SplitPanes
      label="Width of the form"
      hidden={view.drawing ? (view.form ? null : "second") : "first"}
      {...width.divider}
      collapse={{ region: "second", onCollapse: () => onShow("form", false) }}
      first={view.drawing ? drawing : null}
      second={view.form ? <div className="min-h-0 min-w-0 max-lg:border-t">{form}</div> : null}
    />
  );
}
