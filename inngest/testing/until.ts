/**
 * Asks again and again until the answer will do; an error counts as an answer that will not. Fails with what was seen
 * last.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const giveUpAtMs = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < giveUpAtMs) {
    try {
      const seen = await read();
      if (holds(seen)) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Not within ${timeoutMs} ms; last seen: ${describe(last)}`);
}

function describe(seen: unknown): string {
  return seen instanceof Error ? String(seen) : JSON.stringify(seen)?.slice(0, 2_000);
}
