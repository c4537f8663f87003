import type { Schedule } from "./live-run.ts";

/** A page nobody looks at gets no frames; it still takes in what happens, now and then. */
const hiddenMs = 500;

/** Before the next drawing of the page. */
export const frameSchedule: Schedule = (callback) => {
  if (document.hidden) {
    const timer = setTimeout(callback, hiddenMs);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};
