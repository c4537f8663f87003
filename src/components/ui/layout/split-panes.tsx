"use client";

import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { Divider, type DividerProps } from "./divider.tsx";

interface SplitPanesProps
  extends Pick<DividerProps, "initialPercent" | "keptPercent" | "onKeep" | "collapse"> {
  /** What the divider changes, e.g. "Width of the graph". */
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** One that is not shown just now; it stays as it is. */
  readonly hidden?: "first" | "second" | null;
  readonly className?: string;
}

/** Two regions side by side where there is room, else one below the other. Each keeps its size whatever is in it. */
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
          // Where it stands at first goes by what stands beside it.
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
