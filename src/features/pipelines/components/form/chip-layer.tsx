"use client";

import type { Ref } from "react";
import { piecesOf } from "../../model/form/placeholders.ts";

interface ChipLayerProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly text: string;
  readonly className: string;
}

/**
 * Lies under a field and has the same letters at the same places, unseen: what is put in by name stands out as a chip,
 * and is still written and read as text.
 */
export function ChipLayer({ ref, text, className }: ChipLayerProps) {
  return (
    <div
      ref={ref}
      aria-hidden
      className={`pointer-events-none absolute inset-0 overflow-hidden whitespace-pre-wrap break-words text-transparent ${className}`}
    >
      {piecesOf(text).map(({ text: piece, isPlaceholder }, index) =>
        isPlaceholder ? (
          // A piece is known by its place: there is nothing else to tell it by.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <mark key={index} className="box-decoration-clone rounded-small bg-accent-soft text-transparent">
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
      {/* A line break at the very end opens a line only if something follows it. */}
      {"\u200b"}
    </div>
  );
}
