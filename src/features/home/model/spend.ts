import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type CostLine = RouterOutputs["costs"]["summary"]["lines"][number];

const dayMs = 86_400_000;
/** The number of days, including today. */
const spans = [1, 7, 30] as const;

export interface Spend {
  readonly days: (typeof spans)[number];
  readonly costMicros: number;
  /** Play money. */
  readonly sandboxMicros: number;
  /** Calls with an unknown price, which no sum includes. */
  readonly unpricedCalls: number;
}

/** The thirty days that end today, in UTC like the ledger. */
export function spendRange(nowMs: number): { readonly sinceMs: number; readonly untilMs: number } {
  const untilMs = (Math.floor(nowMs / dayMs) + 1) * dayMs;
  return { sinceMs: untilMs - 30 * dayMs, untilMs };
}

/** The cost of today, of seven days and of thirty days. */
export function spendOf(lines: readonly CostLine[], nowMs: number): readonly Spend[] {
  const { untilMs } = spendRange(nowMs);
  return spans.map((days) => {
    const first = new Date(untilMs - days * dayMs).toISOString().slice(0, 10);
    const within = lines.filter(({ day }) => day >= first);
    const sum = (chosen: readonly CostLine[]) =>
      chosen.reduce((total, { costMicros }) => total + costMicros, 0);
    return {
      days,
      costMicros: sum(within.filter(({ isSandbox }) => !isSandbox)),
      sandboxMicros: sum(within.filter(({ isSandbox }) => isSandbox)),
      unpricedCalls: within.reduce((total, { unpricedCalls }) => total + unpricedCalls, 0),
    };
  });
}
