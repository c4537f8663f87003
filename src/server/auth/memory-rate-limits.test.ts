import { afterEach, describe, expect, it, vi } from "vitest";
import type { AppError } from "#core/errors.ts";
import { createMemoryRateLimits } from "./memory-rate-limits.ts";

afterEach(() => {
  vi.useRealTimers();
});

async function triesUntilRefused(
  limits: ReturnType<typeof createMemoryRateLimits>,
  key: string,
): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const error = await limits.consume("sign-in-by-account", key).catch((caught: AppError) => caught);
    if (error !== undefined) return tries;
  }
}

describe("createMemoryRateLimits", () => {
  it("counts each key and each kind of try by itself", async () => {
    const limits = createMemoryRateLimits();
    expect(await triesUntilRefused(limits, "a")).toBe(20);
    expect(await triesUntilRefused(limits, "b")).toBe(20);
    await expect(limits.consume("sign-in-by-address", "a")).resolves.toBeUndefined();
  });

  it("says how long to wait, and lets in again after that", async () => {
    vi.useFakeTimers();
    const limits = createMemoryRateLimits();
    await triesUntilRefused(limits, "a");
    const refused = await limits.consume("sign-in-by-account", "a").catch((caught: AppError) => caught);
    expect(refused).toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(/Wait \d+ seconds/),
    });
    vi.advanceTimersByTime((refused as AppError).retryAfterMs ?? 0);
    await expect(limits.consume("sign-in-by-account", "a")).resolves.toBeUndefined();
  });

  it("forgets after a success", async () => {
    const limits = createMemoryRateLimits();
    await triesUntilRefused(limits, "a");
    await limits.reset("sign-in-by-account", "a");
    expect(await triesUntilRefused(limits, "a")).toBe(20);
  });
});
