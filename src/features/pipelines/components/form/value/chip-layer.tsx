"use client";

import type { Ref } from "react";
import { piecesOf } from "../../../model/form/placeholders.ts";

interface ChipLayerProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly text: string;
  readonly className: string;
}

/**
 * A layer below a text field with the same text, invisible except for chips behind placeholders. The field stays plain
 * text.
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
          // A piece has no identity but its index.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <mark key={index} className="box-decoration-clone rounded-small bg-accent-soft text-transparent">
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
      {/* A trailing line break adds a line only if something follows it. */}
      {"\u200b"}
    </div>
  );
}
