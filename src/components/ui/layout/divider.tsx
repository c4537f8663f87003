"use client";

import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { cn } from "../class-names.ts";

const limits = { min: 15, max: 85, step: 4 } as const;
/** Dragging it this close to an edge folds the region away. */
const collapseWithin = 6;

export interface DividerProps {
  /** `column` is vertical, between two columns; `row` is horizontal, between two rows. */
  readonly between: "column" | "row";
  /** What it resizes, for example "Width of the graph". */
  readonly label: string;
  /** The initial position, restored by a double click; must match the grid's class names. */
  readonly initialPercent: number;
  /** The position chosen earlier; null if there is none. */
  readonly keptPercent?: number | null;
  /** Called after a move; null: reset to the initial position. */
  readonly onKeep?: (percent: number | null) => void;
  /** Folds a region away, by dragging to the edge or with Enter. Left out if neither region folds. */
  readonly collapse?: { readonly region: "first" | "second"; readonly onCollapse: () => void };
  readonly className?: string;
}

/**
 * The divider between two regions, moved with the pointer or the arrow keys. It must be inside the grid that it
 * resizes: it sets `--split-column` or `--split-row` there, in percent, because the content security policy refuses
 * inline styles in the server's HTML.
 */
export function Divider(props: DividerProps) {
  const { between, label, initialPercent, keptPercent = null, collapse, className } = props;
  const [percent, setPercent] = useState(() => within(keptPercent ?? initialPercent));
  const wanted = useRef(percent);
  // Through the divider's own element: its parent's ref is set only after this first runs.
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    line.current?.parentElement?.style.setProperty(`--split-${between}`, `${percent}%`);
  }, [between, percent]);
  const move = (next: number) => {
    wanted.current = next;
    setPercent(within(next));
  };
  const keep = () => props.onKeep?.(within(wanted.current));
  const isAtEdge = () =>
    collapse?.region === "first" ? wanted.current < collapseWithin : wanted.current > 100 - collapseWithin;
  const letGo = () => {
    if (collapse !== undefined && isAtEdge()) collapse.onCollapse();
    else keep();
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = line.current?.parentElement?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const share =
      between === "column" ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
    move(share * 100);
  };
  const [back, forth] = between === "column" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Enter") collapse?.onCollapse();
    if (event.key !== back && event.key !== forth) return;
    event.preventDefault();
    move(percent + (event.key === forth ? limits.step : -limits.step));
    keep();
  };
  const separator = {
    role: "separator",
    tabIndex: 0,
    "aria-label": label,
    "aria-orientation": between === "column" ? "vertical" : "horizontal",
    "aria-valuenow": percent,
    "aria-valuemin": limits.min,
    "aria-valuemax": limits.max,
    onKeyDown: press,
    onPointerDown: (event: PointerEvent<HTMLElement>) =>
      event.currentTarget.setPointerCapture(event.pointerId),
    onPointerMove: drag,
    onPointerUp: letGo,
    onDoubleClick: () => {
      move(initialPercent);
      props.onKeep?.(null);
    },
  } as const;
  return (
    <div
      ref={line}
      {...separator}
      className={cn(
        "relative z-10 touch-none bg-line transition-colors after:absolute hover:bg-accent focus-visible:bg-accent",
        between === "column"
          ? "cursor-col-resize after:inset-y-0 after:-inset-x-1"
          : "cursor-row-resize after:inset-x-0 after:-inset-y-1",
        className,
      )}
    />
  );
}

function within(percent: number): number {
  return Math.min(limits.max, Math.max(limits.min, Math.round(percent)));
}
