import { describe, expect, it } from "vitest";
import { spendOf, spendRange } from "./spend.ts";

const nowMs = Date.UTC(2026, 10, 29, 23, 59, 59);
const line = (
  day: string,
  costMicros: number,
  part: { isSandbox?: boolean; unpricedCalls?: number } = {},
) => ({
  day,
  provider: "anthropic",
  model: "a",
  isSandbox: false,
  calls: 1,
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  costMicros,
  unpricedCalls: 0,
  ...part,
});

describe("spendOf", () => {
  it("sums today, seven days and thirty days, each including today, and keeps play money apart", () => {
    const lines = [
      line("2026-11-29", 5),
      line("2026-11-29", 70, { isSandbox: true }),
      line("2026-11-23", 100),
      line("2026-11-22", 1_000, { unpricedCalls: 2 }),
      line("2026-10-31", 10_000),
    ];
    expect(spendOf(lines, nowMs)).toEqual([
      { days: 1, costMicros: 5, sandboxMicros: 70, unpricedCalls: 0 },
      { days: 7, costMicros: 105, sandboxMicros: 70, unpricedCalls: 0 },
      { days: 30, costMicros: 11_105, sandboxMicros: 70, unpricedCalls: 2 },
    ]);
  });

  it("asks for whole days, the same all day", () => {
    const { sinceMs, untilMs } = spendRange(nowMs);
    expect(new Date(untilMs).toISOString()).toBe("2026-11-30T00:00:00.000Z");
    expect(new Date(sinceMs).toISOString()).toBe("2026-10-31T00:00:00.000Z");
    expect(spendRange(nowMs - 80_000_000)).toEqual({ sinceMs, untilMs });
  });
});
