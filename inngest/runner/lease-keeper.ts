import type { RunId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { AbortReason } from "#engine/abort-reason.ts";
import type { CarriedLease } from "#server/db/run/progress/lease/lease-store.ts";
import type { MarkedLease } from "#server/db/run/progress/lease/sent-marks.ts";

/** Watches over a running attempt: its signal says when to stop, and why. */
export interface HeldAttempt {
  readonly signal: AbortSignal;
  /**
   * Records, here and in the database, that the attempt's call to a model leaves when this has resolved. If it must not
   * leave, because the attempt no longer belongs to this process or is to be stopped, the signal is aborted by then.
   */
  readonly markSent: () => Promise<void>;
  /** The call has returned: the beat no longer says that one is in flight. */
  readonly markReturned: () => void;
  /**
   * Before the attempt acts on the world: aborts the signal if another worker may have taken the attempt over by now.
   */
  readonly checkHeld: () => void;
  /** Ends the attempt with an error that occurred outside its own flow. */
  readonly fail: (fault: unknown) => void;
  readonly release: () => void;
}

interface Held {
  readonly runId: RunId;
  readonly controller: AbortController;
  isSent: boolean;
  /**
   * Nobody else takes the attempt over before this, by `performance.now()`, which advances while a process stands
   * still.
   */
  securedUntilMs: number;
}

export interface LeaseKeeperOptions {
  /** Prolongs the named leases; returns those that are still held, and whether they must stop. */
  readonly renew: (
    leases: readonly CarriedLease[],
  ) => Promise<readonly { readonly leaseToken: string; readonly abortRequested: boolean }[]>;
  /**
   * Writes immediately that the call under this lease leaves, and returns the state of the lease; the beat repeats it.
   */
  readonly markSent: (leaseToken: string) => Promise<MarkedLease>;
  readonly beatMs: number;
  /** How long a lease lasts from when it was claimed or prolonged. */
  readonly leaseMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps this process's attempts alive in the database, and stops them when it says so. The bell (`abortRun`) is the
 * fast way; the beat finds what the bell missed, so a stop reaches the provider's socket within a beat whatever is
 * lost.
 */
export class LeaseKeeper {
  readonly #held = new Map<string, Held>();
  readonly #options: LeaseKeeperOptions;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isLettingGo = false;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** Starts beating. Call once. */
  start(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.#options.beatMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The process is shutting down: nothing new should be begun in it. */
  get isLettingGo(): boolean {
    return this.#isLettingGo;
  }

  /** Watches over a claimed attempt until `release`. One that is claimed during shutdown is let go immediately. */
  hold(task: NodeTask): HeldAttempt {
    const { leaseToken, runId } = task;
    const controller = new AbortController();
    if (this.#isLettingGo) controller.abort(new AbortReason("lease-lost"));
    const held: Held = { runId, controller, isSent: false, securedUntilMs: this.#securedFrom() };
    this.#held.set(leaseToken, held);
    return {
      signal: controller.signal,
      markSent: () => this.#markSent(leaseToken, held),
      markReturned: () => {
        held.isSent = false;
      },
      checkHeld: () => abortIfLapsed(held),
      fail: (fault) =>
        controller.abort(new Error(`The attempt's surroundings failed: ${fault}`, { cause: fault })),
      release: () => this.#held.delete(leaseToken),
    };
  }

  /** The run is being stopped: its attempts in this process end now. */
  abortRun(runId: string): void {
    for (const held of this.#held.values()) {
      if (held.runId === runId) held.controller.abort(new AbortReason("cancelled"));
    }
  }

  /**
   * The process is shutting down: every attempt that it holds, now or from a claim under way, is let go, so that
   * another worker takes it over.
   */
  abortAll(): void {
    this.#isLettingGo = true;
    for (const held of this.#held.values()) held.controller.abort(new AbortReason("lease-lost"));
  }

  /**
   * A process may stand still for any time between any two of its lines: then its lease is gone, and another worker has
   * done the work. The mark finds no lease, or comes too late to be trusted.
   */
  async #markSent(leaseToken: string, held: Held): Promise<void> {
    held.isSent = true;
    const marked = await this.#options.markSent(leaseToken);
    switch (marked) {
      case "lost":
        held.controller.abort(new AbortReason("lease-lost"));
        return;
      case "stopping":
        held.controller.abort(new AbortReason("cancelled"));
        return;
      case "held":
      case "unknown":
        abortIfLapsed(held);
    }
  }

  #securedFrom(): number {
    return performance.now() + this.#options.leaseMs;
  }

  async #beat(): Promise<void> {
    const securedUntilMs = this.#securedFrom();
    const carried = [...this.#held].map(([leaseToken, { isSent }]) => ({ leaseToken, isSent }));
    const tokens = carried.map(({ leaseToken }) => leaseToken);
    try {
      if (tokens.length > 0) this.#take(tokens, securedUntilMs, await this.#options.renew(carried));
    } catch (error) {
      this.#options.onError(error);
    }
    if (this.#timer !== null) this.start();
  }

  #take(
    asked: readonly string[],
    securedUntilMs: number,
    kept: readonly { readonly leaseToken: string; readonly abortRequested: boolean }[],
  ): void {
    const byToken = new Map(kept.map((lease) => [lease.leaseToken, lease]));
    for (const token of asked) {
      const lease = byToken.get(token);
      const held = this.#held.get(token);
      if (held === undefined) continue;
      if (lease === undefined) held.controller.abort(new AbortReason("lease-lost"));
      else if (lease.abortRequested) held.controller.abort(new AbortReason("cancelled"));
      else held.securedUntilMs = securedUntilMs;
    }
  }
}

function abortIfLapsed({ controller, securedUntilMs }: Held): void {
  if (performance.now() > securedUntilMs) controller.abort(new AbortReason("lease-lost"));
}
