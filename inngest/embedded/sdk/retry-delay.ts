const baseMs = 1_000;
const capMs = 300_000;
/**
 * Inngest's own upper limit of a requested delay. It also has a lower limit of a second, which this engine does not
 * need.
 */
const askedMaxMs = 86_400_000;

/**
 * How long to wait before the next try, in milliseconds: what the function asked for (`RetryAfterError`), or doubling
 * from a second with up to half of it on top.
 *
 * @param attempt The attempt that failed, counted from 0.
 * @param retryAfter The response's header: whole seconds or a date.
 * @param jitter In [0, 1).
 */
export function retryDelayMs(
  attempt: number,
  retryAfter: string | null,
  nowMs: number,
  jitter: number,
): number {
  const asked = retryAfter === null ? null : askedDelayMs(retryAfter, nowMs);
  if (asked !== null) return Math.min(Math.max(asked, 0), askedMaxMs);
  const delayMs = Math.min(baseMs * 2 ** attempt, capMs);
  return Math.round(delayMs * (1 + jitter / 2));
}

function askedDelayMs(retryAfter: string, nowMs: number): number | null {
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  const atMs = Date.parse(retryAfter);
  return Number.isNaN(atMs) ? null : atMs - nowMs;
}
