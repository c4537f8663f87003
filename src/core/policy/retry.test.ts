import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "#core/error-codes.ts";
import type { ErrorInfo } from "#core/errors.ts";
import { decideRetry } from "./retry.ts";

const policy = { maxRetries: 3, backoffBaseMs: 1_000, backoffMaxMs: 60_000 };

function error(code: ErrorCode, retryable = true): ErrorInfo {
  return { code, message: code, retryable };
}

const overloaded = error("PROVIDER_OVERLOADED");

describe("decideRetry", () => {
  it("waits 1, 2 and 4 seconds, then gives up", () => {
    const delays = [1, 2, 3, 4].map((attempt) => decideRetry(policy, attempt, overloaded, null, 0));
    expect(delays).toEqual([
      { retry: true, delayMs: 1_000 },
      { retry: true, delayMs: 2_000 },
      { retry: true, delayMs: 4_000 },
      { retry: false },
    ]);
  });

  it("never waits longer than the cap, unless the vendor asks for it", () => {
    const patient = { ...policy, maxRetries: 20 };
    expect(decideRetry(patient, 15, overloaded, null, 0)).toEqual({ retry: true, delayMs: 60_000 });
    expect(decideRetry(patient, 1, overloaded, 90_000, 0.5)).toEqual({ retry: true, delayMs: 90_000 });
  });

  it("does not try again what cannot succeed", () => {
    expect(decideRetry(policy, 1, error("KEY_INVALID", false), null, 0)).toEqual({ retry: false });
  });

  it("tries a lost attempt again at once, whatever the policy says, until five in a row were lost", () => {
    const never = { ...policy, maxRetries: 0 };
    expect(decideRetry(never, 4, error("WORKER_LOST"), null, 0.9)).toEqual({ retry: true, delayMs: 0 });
    expect(decideRetry(never, 5, error("WORKER_LOST"), null, 0.9)).toEqual({ retry: false });
  });

  it("keeps every delay between half and all of the backoff, and never earlier than the vendor wishes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.option(fc.nat(100_000)),
        (attempt, jitter, retryAfterMs) => {
          const decision = decideRetry(
            { ...policy, maxRetries: 20 },
            attempt,
            overloaded,
            retryAfterMs,
            jitter,
          );
          const backoffMs = Math.min(1_000 * 2 ** (attempt - 1), 60_000);
          const delayMs = decision.retry ? decision.delayMs : -1;
          expect(delayMs).toBeGreaterThanOrEqual(Math.max(backoffMs / 2, retryAfterMs ?? 0));
          expect(delayMs).toBeLessThanOrEqual(Math.max(backoffMs, retryAfterMs ?? 0));
        },
      ),
    );
  });
});
