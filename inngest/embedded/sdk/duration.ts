const unitMs: { readonly [unit: string]: number } = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/** Parses Inngest's time strings, such as `90s` or `1h30m`, into milliseconds; null if it is not one. */
export function parseDurationMs(text: string): number | null {
  if (!/^(\d+[wdhms])+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([wdhms])/g)) {
    totalMs += Number(amount) * (unitMs[unit ?? ""] ?? Number.NaN);
  }
  return Number.isFinite(totalMs) ? totalMs : null;
}

/**
 * When a sleep ends, in milliseconds since the epoch: the SDK gives a duration or an ISO date; an empty name is no
 * sleep.
 */
export function parseSleepEndMs(name: string, nowMs: number): number | null {
  if (name === "") return nowMs;
  const durationMs = parseDurationMs(name);
  if (durationMs !== null) return nowMs + durationMs;
  const atMs = Date.parse(name);
  return Number.isNaN(atMs) ? null : atMs;
}
