"use client";

import { useSyncExternalStore } from "react";
import { usePageTime } from "./page-time.tsx";

/** One clock for every counter on a page: a hundred running nodes share one timer. */
function createClock(intervalMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let nowMs = Date.now();
  const tick = () => {
    nowMs = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => {
      // The clock stops without listeners, so a later one must not start with an old time.
      if (timer === undefined) nowMs = Math.max(nowMs, Math.floor(Date.now() / intervalMs) * intervalMs);
      return nowMs;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      timer ??= setInterval(tick, intervalMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const clocks = { fast: createClock(100), slow: createClock(5_000) };
const never = { read: () => 0, subscribe: () => () => {} };

/**
 * The current time, updated every 100 ms (`fast`) or 5 s (`slow`); 0 and static if `pace` is null. On the server and in
 * the first browser render it is the time at which the page was rendered.
 */
export function useNow(pace: keyof typeof clocks | null): number {
  const clock = pace === null ? never : clocks[pace];
  const pageTimeMs = usePageTime();
  return useSyncExternalStore(clock.subscribe, clock.read, () => (pace === null ? 0 : pageTimeMs));
}
