/** A row of figures in words. */
export function spread(figuresMs: readonly number[]): string {
  const sorted = figuresMs.map(Math.round).toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return sorted.length === 0 ? "never" : `p50 ${middle} ms, max ${sorted.at(-1)} ms (${sorted.length} times)`;
}
