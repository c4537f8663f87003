import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { connectionsOf, type Database } from "./driver/client.ts";

/** How many tries one key has, in how many seconds. */
export interface RateLimit {
  readonly name: string;
  readonly tries: number;
  readonly seconds: number;
  /** Tries can be given back or cleared by another process, so each is counted in the database, refused ones too. */
  readonly isForgiving?: true;
  /** Each process counts for itself: for limits checked so often that a statement each time would be too expensive. */
  readonly countsInMemory?: true;
}

export interface RateLimiter {
  /** Counts a try. Null: allowed; otherwise milliseconds until the next try will be. */
  consume(key: string): Promise<number | null>;
  /** Takes back one counted try. */
  giveBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/**
 * Counts in the database, one statement per try, so that replicas and restarts share one count. Once a process has
 * refused a key, it keeps refusing from memory unless the limit is a forgiving one, so a flood costs the database
 * nothing.
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

/** Keys are people's addresses of any length; the table stores only a digest. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
