import type { ErrorInfo } from "#core/errors.ts";

/** How often and after what delays a node is retried. */
export interface RetryPolicy {
  /** Tries after the first; 0 means one try only. */
  readonly maxRetries: number;
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
}

export type RetryDecision = { readonly retry: true; readonly delayMs: number } | { readonly retry: false };

/**
 * The death of a worker says nothing about the call itself, so such attempts do not use up the node's retries. But a
 * node that loses this many workers in a row may be what kills them, and takes others' work down with it: it fails.
 */
export const maxLostInARow = 5;

const factor = 2;
/** Jitter shortens a delay by at most this share, so that runs that failed together do not come back together. */
const jitterShare = 0.5;

/**
 * Whether a failed attempt is followed by another, and after how many milliseconds.
 *
 * `attempt` counts from 1 among attempts of its own kind: failed ones in all, lost ones and those refused by an open
 * circuit in a row. `retryAfterMs` is the delay that the vendor asked for, a lower bound that may exceed the cap.
 * `jitter` is in [0, 1): 0 is the full delay.
 */
export function decideRetry(
  policy: RetryPolicy,
  attempt: number,
  error: ErrorInfo,
  retryAfterMs: number | null,
  jitter: number,
): RetryDecision {
  if (error.code === "WORKER_LOST") {
    return attempt < maxLostInARow ? { retry: true, delayMs: 0 } : { retry: false };
  }
  if (!error.retryable || attempt > policy.maxRetries) return { retry: false };
  const backoffMs = Math.min(policy.backoffBaseMs * factor ** (attempt - 1), policy.backoffMaxMs);
  const jitteredMs = Math.round(backoffMs * (1 - jitterShare * jitter));
  return { retry: true, delayMs: Math.max(jitteredMs, retryAfterMs ?? 0) };
}
