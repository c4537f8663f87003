import { AppError } from "#core/errors.ts";
import type { Database } from "#server/db/driver/client.ts";
import { openRateLimiter, type RateLimit, type RateLimiter } from "#server/db/rate-limiter.ts";
import type { RateLimitName, RateLimits } from "./rate-limits.ts";

const minute = 60;
const quarterHour = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A whole office may sign in from one address; strangers get few tries per account from all addresses together (0026).
 */
export const rateLimits: Record<RateLimitName, Omit<RateLimit, "name">> = {
  "sign-in-by-address": { tries: 100, seconds: quarterHour },
  "guess-by-account-and-address": { tries: 5, seconds: quarterHour, isForgiving: true },
  "guess-by-account": { tries: 10, seconds: hour, isForgiving: true },
  "guess-by-device": { tries: 10, seconds: quarterHour, isForgiving: true },
  "sign-up-by-address": { tries: 20, seconds: hour },
  "password-change-by-person": { tries: 10, seconds: quarterHour },
  "key-test-by-workspace": { tries: 30, seconds: minute },
  "member-add-by-person": { tries: 30, seconds: hour },
  "invitation-create-by-person": { tries: 60, seconds: hour },
  // Anyone can sign up, and could have mails sent to strangers.
  "invitation-mail-by-person": { tries: 20, seconds: day },
  "invitation-mail-by-recipient": { tries: 3, seconds: day },
  // Secrets cannot be guessed, but looking one up costs a transaction.
  "invitation-by-address": { tries: 100, seconds: quarterHour },
  // The editor saves a second after each pause in typing. Parsing the longest text takes a tenth of a second.
  "definition-by-person": { tries: 120, seconds: minute },
  "run-start-by-workspace": { tries: 3_000, seconds: minute, countsInMemory: true },
  "hook-call-by-hook": { tries: 600, seconds: minute, countsInMemory: true },
  "upload-by-person": { tries: 600, seconds: minute },
  "model-list-by-person": { tries: 60, seconds: minute },
  "workspace-create-by-person": { tries: 120, seconds: hour },
  "token-create-by-person": { tries: 60, seconds: hour },
};

/** Penstock's limits, counted in its database. */
export function createRateLimits(db: Database): RateLimits {
  const limiters = new Map<RateLimitName, RateLimiter>();
  const limiterOf = (name: RateLimitName): RateLimiter => {
    const limiter = limiters.get(name) ?? openRateLimiter(db, { name, ...rateLimits[name] });
    limiters.set(name, limiter);
    return limiter;
  };
  return {
    async consume(name, key) {
      const retryAfterMs = await limiterOf(name).consume(key);
      if (retryAfterMs !== null) throw refusal(retryAfterMs);
    },
    giveBack: (name, key) => limiterOf(name).giveBack(key),
    reset: (name, key) => limiterOf(name).forget(key),
  };
}

function refusal(retryAfterMs: number): AppError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError("RATE_LIMITED", `Too many attempts. Wait ${seconds} seconds, then try again.`, {
    retryAfterMs,
  });
}
