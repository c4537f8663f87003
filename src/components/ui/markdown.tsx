"use client";

import { lazy, Suspense } from "react";
import { cn } from "./class-names.ts";

const MarkdownContent = lazy(async () => ({
  default: (await import("./markdown-content.tsx")).MarkdownContent,
}));

interface MarkdownProps {
  /** What a model or a person wrote: it is trusted with nothing. */
  readonly source: string;
  readonly className?: string;
}

/**
 * Reading text from Markdown: no HTML of the author's, no pictures from elsewhere, links that tell nobody where they were followed from.
 * Until the renderer has arrived the source stands in its place.
 */
export function Markdown({ source, className }: MarkdownProps) {
  return (
    <div className={cn("prose-plain measure break-words text-read", className)}>
      <Suspense fallback={<div className="whitespace-pre-wrap">{source}</div>}>
        <MarkdownContent source={source} />
      </Suspense>
    </div>
  );
}
