/** What is limited: what an address, an account or a person may try. */
export type RateLimitName =
  | "sign-in-by-address"
  | "guess-by-account-and-address"
  | "guess-by-account"
  | "guess-by-device"
  | "sign-up-by-address"
  | "password-change-by-person"
  | "key-test-by-workspace"
  | "member-add-by-person"
  | "invitation-create-by-person"
  | "invitation-mail-by-person"
  | "invitation-mail-by-recipient"
  | "invitation-by-address"
  | "definition-by-person"
  | "upload-by-person"
  | "run-start-by-workspace"
  | "hook-call-by-hook"
  | "model-list-by-person"
  | "workspace-create-by-person"
  | "token-create-by-person";

/** Counts tries across all web processes. */
export interface RateLimits {
  /** @throws AppError RATE_LIMITED, with `retryAfterMs`, when `key` has used up its tries. */
  consume(name: RateLimitName, key: string): Promise<void>;
  /** Takes back a try of `key` that should not count. */
  giveBack(name: RateLimitName, key: string): Promise<void>;
  /** Clears the tries of `key` after a success. */
  reset(name: RateLimitName, key: string): Promise<void>;
}
