import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostWebhookTries, nextWebhookTryMs } from "./webhook.ts";

describe("nextWebhookTryMs", () => {
  it("waits longer after each try, for about three days in all, and then no more", () => {
    const waits = Array.from({ length: mostWebhookTries }, (_, index) =>
      nextWebhookTryMs(index + 1, null, 0),
    );
    expect(waits.slice(0, 3)).toEqual([5_000, 300_000, 1_800_000]);
    expect(waits.at(-1)).toBeNull();
    const told = waits.filter((wait) => wait !== null);
    expect(told).toEqual(told.toSorted((left, right) => left - right));
    const days = told.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(4);
  });

  it("waits as long as the receiver asks, up to a day, and never less than its own pace", () => {
    expect(nextWebhookTryMs(1, 60_000, 0)).toBe(60_000);
    expect(nextWebhookTryMs(2, 60_000, 0)).toBe(300_000);
    expect(nextWebhookTryMs(1, 400 * 86_400_000, 0)).toBe(86_400_000);
  });

  it("spreads by up to a fifth", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: mostWebhookTries - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, random) => {
          const least = nextWebhookTryMs(tries, null, 0) ?? 0;
          const wait = nextWebhookTryMs(tries, null, random) ?? 0;
          expect(wait).toBeGreaterThanOrEqual(least);
          expect(wait).toBeLessThanOrEqual(least * 1.2 + 1);
        },
      ),
    );
  });
});
