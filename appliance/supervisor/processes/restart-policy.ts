const firstDelayMs = 200;
const longestDelayMs = 30_000;

/** A child that lived this long was healthy: its next end is a first one again. */
export const wellAfterMs = 60_000;

/** How long to wait, in milliseconds, before starting a child again that has ended this many times in a row. */
export function restartDelayMs(endsInARow: number): number {
  return Math.min(firstDelayMs * 2 ** (endsInARow - 1), longestDelayMs);
}

/** A child that cannot run is reported a few times, then ever more rarely. */
export function isWorthTelling(endsInARow: number): boolean {
  return endsInARow <= 3 || Number.isInteger(Math.log2(endsInARow));
}
