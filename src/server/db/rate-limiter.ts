import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { connectionsOf, type Database } from "./driver/client.ts";

/** How many tries one key has in how many seconds. */
export interface RateLimit {
  readonly name: string;
  readonly tries: number;
  readonly seconds: number;
  /** Tries can be given back or forgotten by another process, so each is counted in the database, refused ones too. */
  readonly isForgiving?: true;
  /** Each process counts for itself: for what is asked so often that a statement each time would be felt. */
  readonly countsInMemory?: true;
}

export interface RateLimiter {
  /** Counts a try. Null: it is let in; otherwise milliseconds until the next one will be. */
  consume(key: string): Promise<number | null>;
  /** Takes back one try that was counted. */
  giveBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/**
 * Counts in the database, one statement a try, so that replicas and restarts share one count. What a process has
 * refused once it refuses again from memory, unless the limit is a forgiving one: a flood costs the database nothing.
 */
export function openRateLimiter(db: Database, limit: RateLimit): RateLimiter {
  const limiter = limit.countsInMemory ? inMemory(limit) : inDatabase(db, limit);
  return {
    async consume(key) {
      try {
        await limiter.consume(digest(key));
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
        throw refused;
      }
    },
    async giveBack(key) {
      await limiter.reward(digest(key));
    },
    async forget(key) {
      await limiter.delete(digest(key));
    },
  };
}

function inMemory({ name, tries, seconds }: RateLimit) {
  return new RateLimiterMemory({ keyPrefix: name, points: tries, duration: seconds });
}

function inDatabase(db: Database, { name, tries, seconds, isForgiving }: RateLimit) {
  return new RateLimiterPostgres({
    storeClient: connectionsOf(db),
    storeType: "pool",
    schemaName: "system",
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix: name,
    points: tries,
    duration: seconds,
    ...(isForgiving ? {} : { inMemoryBlockOnConsumed: tries + 1 }),
  });
}

/** Keys are people's addresses, and may be of any length: the table holds neither. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
