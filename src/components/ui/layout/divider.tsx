"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from "react";
import { cn } from "../class-names.ts";

const limits = { min: 20, max: 80, step: 4 } as const;

interface DividerProps {
  /** `column` stands upright between two columns; `row` lies between two rows. */
  readonly between: "column" | "row";
  /** What it changes, e.g. "Width of the graph". */
  readonly label: string;
  /** The grid whose tracks it moves: it sets `--split-column` or `--split-row` there, in percent. */
  readonly frame: RefObject<HTMLElement | null>;
  /** What the grid's class names begin with. */
  readonly initialPercent: number;
  readonly className?: string;
}

/**
 * The line between two regions, moved with the pointer or the arrow keys. It writes a property of the grid instead of a
 * style of the server's answer, which the content security policy would refuse.
 */
export function Divider({ between, label, frame, initialPercent, className }: DividerProps) {
  const [percent, setPercent] = useState(initialPercent);
  const move = (wanted: number) => {
    const next = Math.min(limits.max, Math.max(limits.min, Math.round(wanted)));
    frame.current?.style.setProperty(`--split-${between}`, `${next}%`);
    setPercent(next);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const share =
      between === "column" ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
    move(share * 100);
  };
  const [back, forth] = between === "column" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== back && event.key !== forth) return;
    event.preventDefault();
    move(percent + (event.key === forth ? limits.step : -limits.step));
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
  } as const;
  return (
    <div
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
