const whole = new Intl.NumberFormat("en-US");

/** `12,480`, and `1.2 M` from a million on. */
export function formatTokens(count: number): string {
  return count < 1_000_000 ? whole.format(count) : `${(count / 1_000_000).toFixed(1)} M`;
}
