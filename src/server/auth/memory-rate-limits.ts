import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "#core/errors.ts";
import type { RateLimitName, RateLimits } from "#server/services/rate-limits.ts";

const quarterHour = 15 * 60;

/** Tries per key and seconds. An office behind one address signs in at nine; one account does not try twenty passwords. */
const limits: Record<RateLimitName, { readonly points: number; readonly duration: number }> = {
  "sign-in-by-address": { points: 100, duration: quarterHour },
  "sign-in-by-account": { points: 20, duration: quarterHour },
  "sign-up-by-address": { points: 20, duration: 60 * 60 },
  "key-test-by-workspace": { points: 30, duration: 60 },
};

/** Counts in this process's memory: no database work for what is refused. Each replica has its own count. */
export function createMemoryRateLimits(): RateLimits {
  const limiterOf = (name: RateLimitName) => new RateLimiterMemory({ keyPrefix: name, ...limits[name] });
  const limiters: Record<RateLimitName, RateLimiterMemory> = {
    "sign-in-by-address": limiterOf("sign-in-by-address"),
    "sign-in-by-account": limiterOf("sign-in-by-account"),
    "sign-up-by-address": limiterOf("sign-up-by-address"),
    "key-test-by-workspace": limiterOf("key-test-by-workspace"),
  };
  return {
    async consume(name, key) {
      try {
        await limiters[name].consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfterMs = refused.msBeforeNext;
        const seconds = Math.ceil(retryAfterMs / 1000);
        throw new AppError("RATE_LIMITED", `Too many tries. Wait ${seconds} seconds, then try again.`, {
          retryAfterMs,
        });
      }
    },
    async reset(name, key) {
      await limiters[name].delete(key);
    },
  };
}
