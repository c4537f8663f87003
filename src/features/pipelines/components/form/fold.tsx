"use client";

import { type ReactNode, useState } from "react";

interface FoldProps {
  readonly title: string;
  /** The number of fields with a value. */
  readonly written: number;
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

/** Collapsed fields that open when one has a value, gets the focus or has an error. Once open, they stay open. */
export function Fold({ title, written, hasProblem, children }: FoldProps) {
  const [isOpen, setOpen] = useState(written > 0);
  return (
    <details
      className="border-t pt-3"
      open={isOpen || hasProblem}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer rounded-small font-medium">
        {title}
        {written === 0 ? null : <span className="ml-2 font-normal text-ink-faint">{written} set</span>}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-3">{children}</div>
    </details>
  );
}
