import type { NodeReadyData } from "#core/dispatch/engine-event.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { claimAhead, lookAhead } from "#server/services/progress/attempt/claim-ahead.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import type { Handovers } from "./handovers.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";

/** A function that has not asked for its node within this time has been given up. */
const forgetAfterMs = 10_000;

/**
 * Node runs that are claimed while the engine makes their function ready: both take about a millisecond, and neither
 * needs the other. The function then finds its attempt as if it had been handed over to it.
 */
export class ClaimsAhead {
  /** The token under which each was claimed, or was meant to be; null if it was left alone. */
  readonly #tokens = new Map<string, Promise<string | null>>();
  /** What is being read for a claim that has not been requested yet. */
  readonly #looks = new Map<string, Promise<void>>();
  readonly #context: EngineContext;
  readonly #handovers: Handovers;
  readonly #keeper: LeaseKeeper;

  constructor(context: EngineContext, handovers: Handovers, keeper: LeaseKeeper) {
    this.#context = context;
    this.#handovers = handovers;
    this.#keeper = keeper;
  }

  /**
   * Reads what the claim of a node run will be decided on, while its job is being taken. Whether it is taken here is
   * not known yet, and nothing depends on the result. Never throws.
   */
  look({ workspaceId, runId, nodeId }: NodeReadyData): void {
    const ref = { workspaceId, runId, nodeId };
    const key = keyOf(ref);
    if (this.#keeper.isLettingGo || this.#looks.has(key)) return;
    const looked = lookAhead(this.#context, ref)
      .catch((error: unknown) =>
        this.#context.log.debug({ err: error, runId, nodeId }, "could not look ahead"),
      )
      .finally(() => this.#looks.delete(key));
    this.#looks.set(key, looked);
  }

  /** Resolves when the claim is on its way, or if there is none to be made. Never throws. */
  async begin({ workspaceId, runId, nodeId, beside = [] }: NodeReadyData): Promise<void> {
    if (beside.length > 0 || this.#keeper.isLettingGo) return;
    const ref = { workspaceId, runId, nodeId };
    await this.#looks.get(keyOf(ref));
    const decided = Promise.withResolvers<void>();
    const token = this.#claim(ref, decided.resolve);
    const key = keyOf(ref);
    this.#tokens.set(key, token);
    setTimeout(() => this.#forget(key, token), forgetAfterMs).unref();
    await Promise.race([decided.promise, token]);
    // What was decided is sent at the end of this turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Hands out the token of a claim once; null if there is none. */
  async take(ref: NodeRunRef): Promise<string | null> {
    const key = keyOf(ref);
    const token = this.#tokens.get(key) ?? null;
    this.#tokens.delete(key);
    return token;
  }

  /** A claim that failed may have been committed: asking again with its token returns it. */
  async #claim(ref: NodeRunRef, onDecided: () => void): Promise<string | null> {
    const leaseToken = this.#context.newToken();
    try {
      const task = await claimAhead(this.#context, ref, leaseToken, onDecided);
      if (task === null) return null;
      this.#handovers.put(task);
    } catch (error) {
      this.#context.log.warn({ err: error, runId: ref.runId, nodeId: ref.nodeId }, "could not claim ahead");
    }
    return leaseToken;
  }

  #forget(key: string, token: Promise<string | null>): void {
    if (this.#tokens.get(key) === token) this.#tokens.delete(key);
  }
}

function keyOf({ runId, nodeId }: NodeRunRef): string {
  return `${runId}:${nodeId}`;
}
