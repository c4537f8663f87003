"use client";

import { useLayoutEffect, useRef } from "react";
import { cn } from "#components/ui/class-names.ts";
import { createTextPane, type TextPane } from "../../model/value/text-pane.ts";

/** Shown after the last word. */
const cursorClasses =
  "[&>:last-child]:after:inline-block [&>:last-child]:after:h-4 [&>:last-child]:after:w-0.5 [&>:last-child]:after:translate-y-0.5 [&>:last-child]:after:animate-breathe [&>:last-child]:after:bg-running [&>:last-child]:after:content-['']";

interface GrowingTextProps {
  /** The text so far; one that does not continue the previous text replaces it. */
  readonly text: string;
  /** The attempt that produces it. */
  readonly attempt: number;
  readonly isLive: boolean;
}

/**
 * Plain text that grows. Only new text is added to the DOM, so a long text costs no more at its end than at its start.
 */
export function GrowingText({ text, attempt, isLive }: GrowingTextProps) {
  const pane = useRef<HTMLDivElement>(null);
  const writer = useRef<TextPane | null>(null);
  useLayoutEffect(() => {
    if (pane.current === null) return;
    writer.current ??= createTextPane(pane.current);
    writer.current.show(text, attempt);
  }, [text, attempt]);
  return (
    <div
      ref={pane}
      className={cn(
        "measure whitespace-pre-wrap break-words text-read [&>div]:[unicode-bidi:plaintext]",
        isLive && cursorClasses,
      )}
    />
  );
}
