/** What is counted, each with its own limit: what an address or an account may try. */
export type RateLimitName =
  | "sign-in-by-address"
  | "sign-in-by-account"
  | "sign-up-by-address"
  | "key-test-by-workspace"
  | "member-add-by-person";

/** Counts tries, of all web processes together. */
export interface RateLimits {
  /** @throws AppError RATE_LIMITED, with `retryAfterMs`, when `key` has used up its tries. */
  consume(name: RateLimitName, key: string): Promise<void>;
  /** Forgets the tries of `key`: after a success. */
  reset(name: RateLimitName, key: string): Promise<void>;
}
