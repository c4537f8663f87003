"use client";

import { type RefObject, useEffect, useState } from "react";

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Debounced, since a divider that is being dragged would trigger a layout at each step. */
const settleMs = 120;

/** The size of an element; null until it has been measured, or while it has none. */
export function useRoom(element: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = measured;
      if (width > 0 && height > 0) setRoom({ width, height });
    };
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(measure, settleMs);
    });
    measure();
    observer.observe(measured);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [element]);
  return room;
}
