import { Pace } from "./pace.ts";

/** What comes soon is seen almost immediately; a long wait does not keep the processor busy, and others wait beside. */
const pauses: readonly { readonly untilMs: number; readonly pauseMs: number }[] = [
  { untilMs: 500, pauseMs: 5 },
  { untilMs: 3_000, pauseMs: 25 },
  { untilMs: Number.POSITIVE_INFINITY, pauseMs: 75 },
];

/**
 * Asks again and again until the answer will do; an error counts as an answer that will not. Fails with what was seen
 * last. A machine that others keep busy gets more time.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const begunAtMs = Date.now();
  const pace = new Pace();
  let last: unknown;
  for (
    let nowMs = begunAtMs;
    nowMs < begunAtMs + pace.stretched(timeoutMs, begunAtMs, nowMs);
    nowMs = Date.now()
  ) {
    pace.look();
    try {
      const seen = await read();
      if (holds(seen)) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    const waitedMs = Date.now() - begunAtMs;
    const pauseMs = pauses.find(({ untilMs }) => waitedMs < untilMs)?.pauseMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Not within ${Date.now() - begunAtMs} ms; last seen: ${describe(last)}`);
}

function describe(seen: unknown): string {
  return seen instanceof Error ? String(seen) : JSON.stringify(seen)?.slice(0, 2_000);
}
