const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `42 ms`, `1.2 s`, `3 m 04 s`, `2 h 05 m`, `3 d 04 h`: at most two parts, the second with two digits. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 100) return `${ms} ms`;
  // 59.95 s would be rounded to 60.0 s.
  if (ms < minute - 50) return `${(ms / second).toFixed(1)} s`;
  const whole = Math.round(ms / second) * second;
  if (whole < hour) return inParts(whole, minute, "m", second, "s");
  if (whole < day) return inParts(whole, hour, "h", minute, "m");
  return inParts(whole, day, "d", hour, "h");
}

function inParts(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeUnit} ${String(rest).padStart(2, "0")} ${smallUnit}`;
}
