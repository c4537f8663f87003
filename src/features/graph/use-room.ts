"use client";

import { type RefObject, useEffect, useState } from "react";

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A divider that is being moved would lay everything out again at each step. */
const settleMs = 120;

/** How large an element is; null until it has been measured or while it has no room at all. */
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
