import { AppError } from "#core/errors.ts";
import type { Database } from "#server/db/client.ts";
import { openRateLimiter, type RateLimiter } from "#server/db/rate-limiter.ts";
import type { RateLimitName, RateLimits } from "./rate-limits.ts";

const quarterHour = 15 * 60;

/** An office behind one address signs in at nine; one account does not try twenty passwords. */
const limits: Record<RateLimitName, { readonly tries: number; readonly seconds: number }> = {
  "sign-in-by-address": { tries: 100, seconds: quarterHour },
  "sign-in-by-account": { tries: 20, seconds: quarterHour },
  "sign-up-by-address": { tries: 20, seconds: 60 * 60 },
  "key-test-by-workspace": { tries: 30, seconds: 60 },
  "member-add-by-person": { tries: 30, seconds: 60 * 60 },
};

/** The limits of Penstock, counted in its database. */
export function createRateLimits(db: Database): RateLimits {
  const limiterOf = (name: RateLimitName) => openRateLimiter(db, { name, ...limits[name] });
  const limiters: Record<RateLimitName, RateLimiter> = {
    "sign-in-by-address": limiterOf("sign-in-by-address"),
    "sign-in-by-account": limiterOf("sign-in-by-account"),
    "sign-up-by-address": limiterOf("sign-up-by-address"),
    "key-test-by-workspace": limiterOf("key-test-by-workspace"),
    "member-add-by-person": limiterOf("member-add-by-person"),
  };
  return {
    async consume(name, key) {
      const retryAfterMs = await limiters[name].consume(key);
      if (retryAfterMs === null) return;
      const seconds = Math.ceil(retryAfterMs / 1000);
      throw new AppError("RATE_LIMITED", `Too many tries. Wait ${seconds} seconds, then try again.`, {
        retryAfterMs,
      });
    },
    reset: (name, key) => limiters[name].forget(key),
  };
}
