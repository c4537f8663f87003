"use client";

import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { useFollowEnd } from "../hooks/use-follow-end.ts";
import { createTextPane, type TextPane } from "../model/text-pane.ts";

/** Stands behind the last word. */
const cursorClasses =
  "[&>:last-child]:after:inline-block [&>:last-child]:after:h-4 [&>:last-child]:after:w-0.5 [&>:last-child]:after:translate-y-0.5 [&>:last-child]:after:animate-breathe [&>:last-child]:after:bg-running [&>:last-child]:after:content-['']";

interface StreamingTextProps {
  /** All that was said so far; a text that does not go on from the last one replaces it. */
  readonly text: string;
  /** The try that says it. */
  readonly attempt: number;
  readonly label: string;
  /** More may come. */
  readonly isLive: boolean;
}

/**
 * Text while it is being said. Only what is new is given to the page, so a long answer costs no more at its end than at its
 * beginning; the region follows while its end is in sight, and stays where its reader has scrolled to.
 */
export function StreamingText({ text, attempt, label, isLive }: StreamingTextProps) {
  const pane = useRef<HTMLDivElement>(null);
  const writer = useRef<TextPane | null>(null);
  const { region, isAtEnd, onScroll, toEnd, keepUp } = useFollowEnd();
  useLayoutEffect(() => {
    if (pane.current === null) return;
    writer.current ??= createTextPane(pane.current);
    writer.current.show(text, attempt);
    keepUp();
  }, [text, attempt, keepUp]);
  return (
    <div className="relative h-full min-h-0">
      <ScrollRegion
        ref={region}
        label={label}
        className="h-full overflow-y-auto px-4 py-3"
        onScroll={onScroll}
      >
        <div
          ref={pane}
          className={cn("measure whitespace-pre-wrap break-words text-read", isLive && cursorClasses)}
        />
      </ScrollRegion>
      {isAtEnd || !isLive ? null : (
        <Button size="small" className="absolute right-4 bottom-3 shadow-float" onClick={toEnd}>
          <ArrowDown aria-hidden />
          Follow
        </Button>
      )}
    </div>
  );
}
