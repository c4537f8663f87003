import { formatDuration } from "#components/ui/format/duration.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90].map((count) => count * day),
];

/** Round times after the start within `lengthMs`, at most `most` of them, without the start itself. */
export function timeTicks(lengthMs: number, most: number): readonly number[] {
  const step = steps.find((candidate) => lengthMs / candidate <= most) ?? lengthMs;
  const count = Math.floor(lengthMs / step);
  return Array.from({ length: count }, (_, index) => (index + 1) * step).filter((tick) => tick < lengthMs);
}

/** The label of a tick. If the step is less than a tenth of a second, all labels are in milliseconds. */
export function tickLabel(tickMs: number, ticks: readonly number[]): string {
  return (ticks[0] ?? tickMs) < 100 ? `${tickMs} ms` : formatDuration(tickMs);
}
