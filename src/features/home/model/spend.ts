import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type CostLine = RouterOutputs["costs"]["summary"]["lines"][number];

const dayMs = 86_400_000;
/** Days that the figures go back, this one included. */
const spans = [1, 7, 30] as const;

export interface Spend {
  readonly days: (typeof spans)[number];
  readonly costMicros: number;
  /** Play money. */
  readonly sandboxMicros: number;
  /** Calls whose price nobody knows: they are in no sum. */
  readonly unpricedCalls: number;
}

/** The thirty days up to the end of this one. Days are those of UTC, as the ledger counts them. */
export function spendRange(nowMs: number): { readonly sinceMs: number; readonly untilMs: number } {
  const untilMs = (Math.floor(nowMs / dayMs) + 1) * dayMs;
  return { sinceMs: untilMs - 30 * dayMs, untilMs };
}

/** What was spent today, within seven days and within thirty. */
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
