"use client";

import { lazy, Suspense } from "react";
import { cn } from "../class-names.ts";
import { loadPatiently } from "../load-patiently.ts";

const MarkdownContent = lazy(async () => ({
  default: (await loadPatiently(() => import("./markdown-content.tsx"))).MarkdownContent,
}));

interface MarkdownProps {
  /** Written by a model or a person, and not trusted. */
  readonly source: string;
  readonly className?: string;
}

/**
 * Renders Markdown safely: no raw HTML, no external images, and links that send no referrer. Shows the source until the
 * renderer has loaded.
 */
export function Markdown({ source, className }: MarkdownProps) {
  return (
    <div className={cn(proseClasses, className)}>
      <Piece source={source} />
    </div>
  );
}

interface GrowingMarkdownProps {
  /** Blocks that no longer change; each is rendered once. */
  readonly closed: readonly string[];
  /** The tail, which may still change in any way. */
  readonly open: string;
}

/** Markdown that is still streaming, with a cursor after its last word. */
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
