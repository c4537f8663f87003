import { limitFlag, limitValue } from "#core/dispatch/job-spec.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { FunctionDirectory, FunctionPlan, ThrottleLimit } from "../function-plan.ts";

/** The flags of jobs that start a run, as opposed to those that continue one, begin with this and the function's id. */
export function startSubject(plan: FunctionPlan): string {
  return `start:${plan.id}`;
}

interface Running {
  count: number;
  readonly limit: number;
  readonly flags: readonly string[];
}

interface Throttled {
  /** The theoretical arrival time of the generic cell rate algorithm, milliseconds since the epoch. */
  arrivalMs: number;
  /** When the next start is allowed. */
  freeAtMs: number;
  readonly flags: readonly string[];
}

/** A place that a job takes in one of its function's limits. */
export type LimitClaim =
  | {
      readonly kind: "concurrency";
      readonly bucket: string;
      readonly limit: number;
      readonly flags: readonly string[];
    }
  | {
      readonly kind: "throttle";
      readonly bucket: string;
      readonly limit: ThrottleLimit;
      readonly flags: readonly string[];
    };

/** The places that a job of a function takes. `starts` is false for one that continues a run. */
export function claimsOf(
  directory: FunctionDirectory,
  plan: FunctionPlan,
  data: JsonObject,
  starts: boolean,
): readonly LimitClaim[] {
  const events = directory.soleEventsOf(plan);
  const claims: LimitClaim[] = [];
  for (const [index, { key, limit }] of plan.concurrency.entries()) {
    const value = limitValue(data, key);
    if (value === null) continue;
    const flags = [plan.id, ...events].map((subject) => limitFlag(subject, key, value));
    claims.push({ kind: "concurrency", bucket: `${plan.id}/${index}/${value}`, limit, flags });
  }
  const value = plan.throttle === null ? null : limitValue(data, plan.throttle.key);
  if (starts && plan.throttle !== null && value !== null) {
    const { key } = plan.throttle;
    const flags = [startSubject(plan), ...events].map((subject) => limitFlag(subject, key, value));
    claims.push({ kind: "throttle", bucket: `${plan.id}/throttle/${value}`, limit: plan.throttle, flags });
  }
  return claims;
}

/**
 * Decides which jobs may start now. Jobs that may not are left in the queue: it is given their flags, and hands out the
 * next job that has none of them, so that neither a slot nor another workspace waits for them. The counts are kept in
 * this process, because it is the only one working.
 */
export class FlowControl {
  readonly #running = new Map<string, Running>();
  readonly #throttled = new Map<string, Throttled>();
  readonly #admitted = new Map<string, { readonly claims: readonly LimitClaim[]; holders: number }>();

  /** Flags that no job handed out now may have; null if there are none, which is cheaper for the queue. */
  forbiddenFlags(nowMs: number): string[] | null {
    const flags = new Set<string>();
    for (const { count, limit, flags: own } of this.#running.values()) {
      if (count >= limit) for (const flag of own) flags.add(flag);
    }
    for (const [bucket, { arrivalMs, freeAtMs, flags: own }] of this.#throttled) {
      if (nowMs >= arrivalMs) this.#throttled.delete(bucket);
      if (nowMs < freeAtMs) for (const flag of own) flags.add(flag);
    }
    return flags.size === 0 ? null : [...flags];
  }

  /**
   * Takes the job's places. A job that is handed out a second time while its first holder is still running takes none.
   */
  admit(jobId: string, claims: readonly LimitClaim[], nowMs: number): void {
    const known = this.#admitted.get(jobId);
    if (known !== undefined) {
      known.holders++;
      return;
    }
    this.#admitted.set(jobId, { claims, holders: 1 });
    for (const claim of claims) {
      if (claim.kind === "concurrency") this.#occupy(claim);
      else this.#start(claim, nowMs);
    }
  }

  /**
   * Gives the job's places back; true if one of them was the last of a full limit, so that a job in the queue may now
   * start.
   */
  release(jobId: string): boolean {
    const admitted = this.#admitted.get(jobId);
    if (admitted === undefined || --admitted.holders > 0) return false;
    this.#admitted.delete(jobId);
    let freed = false;
    for (const { bucket } of admitted.claims) {
      const running = this.#running.get(bucket);
      if (running === undefined) continue;
      freed ||= running.count === running.limit;
      if (--running.count === 0) this.#running.delete(bucket);
    }
    return freed;
  }

  /** When the next throttled key becomes free, in milliseconds since the epoch; null if none is held back. */
  nextFreeAtMs(nowMs: number): number | null {
    const times = [...this.#throttled.values()]
      .map(({ freeAtMs }) => freeAtMs)
      .filter((freeAtMs) => freeAtMs > nowMs);
    return times.length === 0 ? null : Math.min(...times);
  }

  #occupy({ bucket, limit, flags }: Extract<LimitClaim, { kind: "concurrency" }>): void {
    const running = this.#running.get(bucket) ?? { count: 0, limit, flags };
    running.count++;
    this.#running.set(bucket, running);
  }

  /**
   * Like an Inngest server: after a pause `limit` and `burst` may start together, and then one each time a place has
   * become free again.
   */
  #start({ bucket, limit, flags }: Extract<LimitClaim, { kind: "throttle" }>, nowMs: number): void {
    const spacingMs = limit.periodMs / limit.limit;
    const together = limit.limit + limit.burst;
    const arrivalMs = Math.max(this.#throttled.get(bucket)?.arrivalMs ?? nowMs, nowMs) + spacingMs;
    this.#throttled.set(bucket, { arrivalMs, freeAtMs: arrivalMs - (together - 1) * spacingMs, flags });
  }
}
