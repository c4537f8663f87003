"use client";

import { type ReactNode, useRef } from "react";
import { cn } from "../class-names.ts";
import { Divider } from "./divider.tsx";

interface SplitPanesProps {
  /** What the divider changes, e.g. "Width of the graph". */
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** One that is not shown just now; it stays as it is. */
  readonly hidden?: "first" | "second" | null;
  readonly className?: string;
}

/** Two regions side by side where there is room, else one below the other. Each keeps its size whatever is in it. */
export function SplitPanes({ label, first, second, hidden = null, className }: SplitPanesProps) {
  const frame = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={frame}
      className={cn(
        "grid min-h-0 min-w-0",
        hidden === null && "lg:grid-cols-[minmax(0,var(--split-column,50%))_1px_minmax(0,1fr)]",
        className,
      )}
    >
      <div
        className={cn("min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]", hidden === "first" ? "hidden" : "grid")}
      >
        {first}
      </div>
      {hidden === null ? (
        <Divider between="column" label={label} frame={frame} initialPercent={50} className="max-lg:hidden" />
      ) : null}
      <div
        className={cn("min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]", hidden === "second" ? "hidden" : "grid")}
      >
        {second}
      </div>
    </div>
  );
}
