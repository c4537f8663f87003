/**
 * A run that was not checked for this long is due. With the time until the check happens, that keeps the promised
 * minute.
 */
export const checkAfterMs = 50_000;
/** How long something due may take to happen by itself before the run is checked. */
export const wakeGraceMs = 5_000;

/** When a run must be checked because something in it is due. Null where the next ordinary check is early enough. */
export function checkTimeOf(wakesAtMs: readonly number[], nowMs: number): number | null {
  const next = Math.min(...wakesAtMs.filter((atMs) => atMs > nowMs));
  return next + wakeGraceMs < nowMs + checkAfterMs ? next + wakeGraceMs : null;
}
