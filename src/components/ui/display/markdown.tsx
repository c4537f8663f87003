"use client";

import { lazy, Suspense } from "react";
import { cn } from "../class-names.ts";
import { loadPatiently } from "../load-patiently.ts";

const MarkdownContent = lazy(async () => ({
  default: (await loadPatiently(() => import("./markdown-content.tsx"))).MarkdownContent,
}));

interface MarkdownProps {
  /** What a model or a person wrote: it is trusted with nothing. */
  readonly source: string;
  readonly className?: string;
}

/**
 * Reading text from Markdown: no HTML of the author's, no pictures from elsewhere, links that reveal to nobody where
 * they were followed from. Until the renderer has arrived the source stands in its place.
 */
export function Markdown({ source, className }: MarkdownProps) {
  return (
    <div className={cn(proseClasses, className)}>
      <Piece source={source} />
    </div>
  );
}

interface GrowingMarkdownProps {
  /** Pieces that no longer change; each is drawn once. */
  readonly closed: readonly string[];
  /** What may still become anything. */
  readonly open: string;
}

/** The same for a text that is still being written, with a cursor after its last word. */
export function GrowingMarkdown({ closed, open }: GrowingMarkdownProps) {
  const pieces = [...closed, open].map((source, place) => ({ source, place }));
  return (
    <div className={cn(proseClasses, "prose-growing")}>
      {pieces.map(({ source, place }) => (
        <Piece key={place} source={source} />
      ))}
    </div>
  );
}

const proseClasses = "prose-plain measure break-words text-read";

function Piece({ source }: { readonly source: string }) {
  return (
    <Suspense
      fallback={
        <div dir="auto" className="whitespace-pre-wrap [unicode-bidi:plaintext]">
          {source}
        </div>
      }
    >
      <MarkdownContent source={source} />
    </Suspense>
  );
}
