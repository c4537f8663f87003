/** The percentage of ended runs that completed; null if none has ended. */
export function successRateText(counts: {
  readonly successCount: number;
  readonly errorCount: number;
}): string | null {
  const ended = counts.successCount + counts.errorCount;
  if (ended === 0) return null;
  const percent = (counts.successCount / ended) * 100;
  // 99.9 % is not all, and 0.1 % is not none.
  if (percent > 99 && percent < 100) return "99 %";
  if (percent > 0 && percent < 1) return "1 %";
  return `${Math.round(percent)} %`;
}
