import type { LimitKey } from "#core/dispatch/job-spec.ts";

/** The SDK registers a function's `onFailure` under the function's own id with this suffix. */
export const failureSuffix = "-failure";

/** At most `limit` jobs of the function run at the same time, for each value of the key. */
export interface ConcurrencyLimit {
  readonly key: LimitKey | null;
  readonly limit: number;
}

/**
 * Starts of the function are throttled: `limit` in `periodMs`, for each value of the key; after a pause `limit + burst`
 * of them may come together.
 */
export interface ThrottleLimit {
  readonly key: LimitKey | null;
  readonly limit: number;
  readonly periodMs: number;
  readonly burst: number;
}

/** What the engine must know about a function, read from its registration. */
export interface FunctionPlan {
  /** With the app's id in front, as the protocol requires. */
  readonly id: string;
  readonly events: readonly string[];
  readonly crons: readonly string[];
  /** The first try and all retries. */
  readonly maxAttempts: number;
  readonly concurrency: readonly ConcurrencyLimit[];
  readonly throttle: ThrottleLimit | null;
}

/** All functions, found by id and by the event that starts them. */
export class FunctionDirectory {
  readonly all: readonly FunctionPlan[];
  readonly #byId: ReadonlyMap<string, FunctionPlan>;
  readonly #byEvent: ReadonlyMap<string, readonly FunctionPlan[]>;

  constructor(plans: readonly FunctionPlan[]) {
    this.all = plans;
    this.#byId = new Map(plans.map((plan) => [plan.id, plan]));
    const events = new Set(plans.flatMap((plan) => plan.events));
    this.#byEvent = new Map(
      [...events].map((event) => [event, plans.filter((plan) => plan.events.includes(event))]),
    );
  }

  byId(id: string): FunctionPlan | null {
    return this.#byId.get(id) ?? null;
  }

  startedBy(event: string): readonly FunctionPlan[] {
    return this.#byEvent.get(event) ?? [];
  }

  failureHandlerOf(id: string): FunctionPlan | null {
    return this.byId(`${id}${failureSuffix}`);
  }

  /** Events whose job is the function's run itself, so that the function's limits apply to the job. */
  soleEventsOf(plan: FunctionPlan): readonly string[] {
    return plan.events.filter((event) => this.startedBy(event).length === 1);
  }
}
