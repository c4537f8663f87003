import { describe, expect, it } from "vitest";
import { formatBytes } from "./bytes.ts";
import { formatCostSoFar } from "./cost-so-far.ts";
import { formatDuration } from "./duration.ts";
import { formatMoney } from "./money.ts";
import { formatRelativeTime } from "./relative-time.ts";
import { formatTokens } from "./tokens.ts";

describe("formatMoney", () => {
  it.each([
    [null, "unknown"],
    [0, "$0"],
    [12, "<$0.0001"],
    [4_200, "$0.0042"],
    [999_960, "$1.00"],
    [1_000_000, "$1.00"],
    [12_400_000, "$12.40"],
    [1_234_567_890, "$1,234.57"],
  ])("%s micros is %s", (micros, text) => {
    expect(formatMoney(micros)).toBe(text);
  });
});

describe("formatCostSoFar", () => {
  it.each([
    [0, 0, "$0 so far"],
    [10_000, 21_200, "$0.0312 so far"],
    [null, 0, "unknown so far"],
    [10_000, null, "unknown so far"],
  ])("%s settled and %s held is %s", (settled, held, text) => {
    expect(formatCostSoFar(settled, held)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [42, "42 ms"],
    [340, "0.3 s"],
    [1_234, "1.2 s"],
    [59_949, "59.9 s"],
    [59_960, "1 m 00 s"],
    [184_000, "3 m 04 s"],
    [3_599_600, "1 h 00 m"],
    [7_500_000, "2 h 05 m"],
    [273_600_000, "3 d 04 h"],
    [-5, "0 ms"],
  ])("%s ms is %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("formatTokens", () => {
  it.each([
    [0, "0"],
    [12_480, "12,480"],
    [1_234_567, "1.2 M"],
  ])("%s is %s", (count, text) => {
    expect(formatTokens(count)).toBe(text);
  });
});

describe("formatBytes", () => {
  it.each([
    [812, "812 B"],
    [4_096, "4.1 kB"],
    [2_000_000, "2.0 MB"],
  ])("%s is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatRelativeTime", () => {
  // Noon, whatever zone the test runs in: days are formatted in the reader's zone.
  const now = new Date(2026, 10, 20, 12).getTime();
  it.each([
    [now - 3_000, "just now"],
    [now - 42_000, "42 s ago"],
    [now - 240_000, "4 min ago"],
    [now + 7_200_000, "in 2 h"],
    [now + 7_500_000, "in 2 h 5 min"],
    [now + 172_000_000, "in 1 d 23 h"],
    [now + 86_400_000, "in 1 d"],
    [now + 8.5 * 86_400_000, "in 8 d"],
    [now - 172_000_000, "1 d ago"],
    [now - 3 * 86_400_000, "3 d ago"],
    [now - 40 * 86_400_000, "11 Oct 2026"],
  ])("%s is %s", (time, text) => {
    expect(formatRelativeTime(time, now)).toBe(text);
  });
});
