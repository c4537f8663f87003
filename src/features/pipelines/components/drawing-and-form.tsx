"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { EditorView } from "../hooks/use-editor-view.ts";

interface DrawingAndFormProps {
  readonly view: EditorView;
  readonly drawing: ReactNode;
  readonly form: ReactNode;
}

/** The drawing with the form at its right, or one of them alone. The form keeps its width whatever is in it. */
export function DrawingAndForm({ view, drawing, form }: DrawingAndFormProps) {
  const isBeside = view.drawing && view.form;
  return (
    <div
      className={cn(
        "grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]",
        isBeside && "lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]",
      )}
    >
      {view.drawing ? drawing : null}
      {view.form ? (
        <div className={cn("min-h-0 min-w-0", isBeside && "max-lg:border-t lg:border-l")}>{form}</div>
      ) : null}
    </div>
  );
}
