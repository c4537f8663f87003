"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";

interface TextAndFormProps {
  readonly text: ReactNode;
  /** Null if the form is beside the drawing, or hidden. */
  readonly form: ReactNode | null;
  readonly problems: ReactNode | null;
}

/** The text above its problems, with the form in between if there is no space for it beside the drawing. */
export function TextAndForm({ text, form, problems }: TextAndFormProps) {
  return (
    <div
      className={cn(
        "grid min-h-0 min-w-0 max-lg:h-[70dvh] max-lg:border-b",
        form === null ? "grid-rows-[minmax(0,1fr)_auto]" : "grid-rows-[minmax(0,2fr)_minmax(0,3fr)_auto]",
      )}
    >
      {text}
      {form === null ? null : <div className="grid min-h-0 min-w-0 border-t">{form}</div>}
      {problems}
    </div>
  );
}
