/** What is counted, each with its own limit: what an address or an account may try. */
export type RateLimitName =
  | "sign-in-by-address"
  | "sign-in-by-account"
  | "sign-up-by-address"
  | "key-test-by-workspace";

/** Counts tries. A promise of the web process: with several replicas each counts for itself. */
export interface RateLimits {
  /** @throws AppError RATE_LIMITED, with `retryAfterMs`, when `key` has used up its tries. */
  consume(name: RateLimitName, key: string): Promise<void>;
  /** Forgets the tries of `key`: after a success. */
  reset(name: RateLimitName, key: string): Promise<void>;
}
