"use client";

import { ArrowDown } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { GrowingMarkdown, Markdown } from "#components/ui/display/markdown.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { useFollowEnd } from "../../hooks/use-follow-end.ts";
import { createMarkdownBlockReader } from "../../model/value/markdown-blocks.ts";
import { CutNote, shownCharacters } from "./cut-note.tsx";
import { GrowingText } from "./growing-text.tsx";
import { type Look, LookBar } from "./look-bar.tsx";

interface SaidTextProps {
  /** The text so far; one that does not continue the previous text replaces it. */
  readonly text: string;
  /** The attempt that produces it. */
  readonly attempt: number;
  readonly label: string;
  /** More may follow. */
  readonly isLive: boolean;
}

/**
 * A text during and after streaming; it looks the same and does not move when complete. The region follows the end
 * while it is visible, and stays where the reader has scrolled to.
 */
export function SaidText({ text, attempt, label, isLive }: SaidTextProps) {
  const [chosen, setChosen] = useState<Look | null>(null);
  const { region, content, isAtEnd, onScroll, toEnd } = useFollowEnd(isLive);
  const look = chosen ?? (looksLikeJson(text) ? "raw" : "rendered");
  const shown = isLive ? text : text.slice(0, shownCharacters);
  return (
    <div className="relative grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
      <LookBar look={look} onLookChange={setChosen} rawWord="Plain" whole={text} />
      <ScrollRegion
        ref={region}
        label={label}
        className="min-h-0 overflow-y-auto px-4 pt-1 pb-4 [contain:strict]"
        onScroll={onScroll}
      >
        <div ref={content}>
          {look === "raw" ? (
            <GrowingText text={shown} attempt={attempt} isLive={isLive} />
          ) : (
            <ReadableText text={shown} isLive={isLive} />
          )}
        </div>
      </ScrollRegion>
      {isAtEnd || !isLive ? null : (
        <Button size="small" className="absolute right-4 bottom-3 shadow-float" onClick={toEnd}>
          <ArrowDown aria-hidden />
          Follow
        </Button>
      )}
      {isLive ? null : <CutNote length={text.length} />}
    </div>
  );
}

/** Complete text is rendered as one document, so that references within it work. */
function ReadableText({ text, isLive }: { readonly text: string; readonly isLive: boolean }) {
  const [blocks] = useState(createMarkdownBlockReader);
  return isLive ? <GrowingMarkdown {...blocks.read(text)} /> : <Markdown source={text} />;
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
