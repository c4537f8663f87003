/**
 * A run that nobody has looked at for this long is looked at: with the time until somebody comes, within the minute
 * that is promised.
 */
export const checkAfterMs = 50_000;
/** What is to happen by itself has this much time to do so before the run is looked at. */
export const wakeGraceMs = 5_000;

/**
 * When a run must be looked at because of what is to happen by itself; null where the next ordinary look is soon
 * enough.
 */
export function checkTimeOf(wakesAtMs: readonly number[], nowMs: number): number | null {
  const next = Math.min(...wakesAtMs.filter((atMs) => atMs > nowMs));
  return next + wakeGraceMs < nowMs + checkAfterMs ? next + wakeGraceMs : null;
}
