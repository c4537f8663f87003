import { describe, expect, it } from "vitest";
import { parseDurationMs, parseSleepEndMs } from "./duration.ts";
import { retryDelayMs } from "./retry-delay.ts";

describe("retryDelayMs", () => {
  it("doubles from a second to five minutes, with up to half of it on top", () => {
    const delays = [0, 1, 2, 8, 9, 20].map((attempt) => retryDelayMs(attempt, null, 0, 0));
    expect(delays).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
    expect(retryDelayMs(1, null, 0, 0.5)).toBe(2_500);
  });

  it("does as the function asked, up to a day", () => {
    expect(retryDelayMs(5, "30", 0, 0.9)).toBe(30_000);
    expect(retryDelayMs(0, "1970-01-01T00:01:00Z", 20_000, 0)).toBe(40_000);
    expect(retryDelayMs(0, "0", 0, 0)).toBe(0);
    expect(retryDelayMs(0, "1970-01-01T00:00:00Z", 5_000, 0)).toBe(0);
    expect(retryDelayMs(0, "9999999", 0, 0)).toBe(86_400_000);
    expect(retryDelayMs(0, "soon", 0, 0)).toBe(1_000);
  });
});

describe("durations", () => {
  it("are read in Inngest's form, and nothing else is", () => {
    expect(parseDurationMs("1w2d3h4m5s")).toBe(788_645_000);
    expect(parseDurationMs("60s")).toBe(60_000);
    for (const text of ["", "5", "s", "1.5s", "1y", "1s "]) expect(parseDurationMs(text)).toBeNull();
  });

  it("end a sleep after a length, at a date, or at once", () => {
    expect(parseSleepEndMs("1m", 1_000)).toBe(61_000);
    expect(parseSleepEndMs("1970-01-01T00:00:09.500Z", 1_000)).toBe(9_500);
    expect(parseSleepEndMs("", 1_000)).toBe(1_000);
    expect(parseSleepEndMs("whenever", 1_000)).toBeNull();
  });
});
