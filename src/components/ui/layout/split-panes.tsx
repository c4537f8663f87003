"use client";

import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { Divider, type DividerProps } from "./divider.tsx";

interface SplitPanesProps
  extends Pick<DividerProps, "initialPercent" | "keptPercent" | "onKeep" | "collapse"> {
  /** What the divider resizes, for example "Width of the graph". */
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** Hides one pane but keeps its state. */
  readonly hidden?: "first" | "second" | null;
  readonly className?: string;
}

/** Two regions side by side, or stacked where space is short. Their sizes do not depend on their content. */
export function SplitPanes({ label, first, second, hidden = null, className, ...divider }: SplitPanesProps) {
  return (
    <div
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
        <Divider
          // The initial position depends on the content beside it.
          key={divider.initialPercent}
          {...divider}
          between="column"
          label={label}
          className="max-lg:hidden"
        />
      ) : null}
      <div
        className={cn("min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]", hidden === "second" ? "hidden" : "grid")}
      >
        {second}
      </div>
    </div>
  );
}
