import type { Schedule } from "./live-run.ts";

/** A hidden page gets no animation frames, but still processes events now and then. */
const hiddenMs = 500;

/** Before the next animation frame. */
export const frameSchedule: Schedule = (callback) => {
  if (document.hidden) {
    const timer = setTimeout(callback, hiddenMs);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};
