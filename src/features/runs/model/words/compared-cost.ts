import { isTerminalRun, type RunStatus } from "#core/run/status.ts";

interface Actual {
  readonly status: RunStatus;
  readonly costMicros: number | null;
}

interface Usual {
  readonly p50Micros: number;
  readonly p90Micros: number;
}

/** How a run's cost compares with the usual cost; null while it runs, or if either is unknown. */
export function comparedWords({ status, costMicros }: Actual, usual: Usual | null): string | null {
  if (!isTerminalRun(status) || costMicros === null || usual === null || usual.p50Micros === 0) return null;
  const times = costMicros / usual.p50Micros;
  const share = times < 10 ? times.toFixed(1) : Math.round(times).toLocaleString("en-US");
  const than = costMicros > usual.p90Micros ? ", more than nine of ten runs" : "";
  return `it cost ${share} times the median${than}`;
}
