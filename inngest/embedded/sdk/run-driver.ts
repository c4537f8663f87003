import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import type { FunctionPlan } from "../function-plan.ts";
import { parseSleepEndMs } from "./duration.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { discovery, type FunctionRunState, type Pending, type StepState } from "./run-state.ts";
import {
  answeredVersion,
  type CallOutcome,
  isDiscovery,
  type Op,
  readSdkAnswer,
  toSdkRequest,
} from "./sdk-call.ts";
import type { SdkHandler } from "./sdk-handler.ts";

/** What a run needs of the engine around it. */
export interface RunDriverPorts {
  readonly sdk: SdkHandler;
  nowMs(): number;
  /** In [0, 1). */
  jitter(): number;
  /** True once the worker is to stop: runs pause at the next step. */
  stopping(): boolean;
  /** Receives steps that the SDK reports while a call is under way; `false` tells it to stop there. */
  listen(callId: string, onSteps: (ops: readonly Op[]) => boolean): { close(): void };
  /** Starts watching the database; the result, called later, says whether it broke meanwhile. */
  watchDatabase(): () => Promise<boolean>;
}

export interface RunToDrive {
  readonly plan: FunctionPlan;
  readonly runId: string;
  readonly event: EngineEvent;
  /** Unique among all runs under way in this process. */
  readonly driveId: string;
}

export type RunResult =
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "paused"; readonly state: FunctionRunState; readonly resumeAtMs: number };

/**
 * More simultaneous calls of one run would only wait for the processor, and the SDK gives up on a call after ten
 * seconds.
 */
const maxParallelCalls = 32;

/**
 * Drives one function run through the Inngest protocol until it ends, sleeps, must wait for a retry, or the worker
 * stops. All state is held here meanwhile; persisting the paused state makes the run survive.
 */
export class RunDriver {
  readonly #run: RunToDrive;
  readonly #ports: RunDriverPorts;
  readonly #state: FunctionRunState;
  readonly #inFlight = new Set<Pending>();
  #calls = 0;
  #result: RunResult | null = null;
  #interrupted = false;
  #wake: () => void = () => {};

  constructor(run: RunToDrive, state: FunctionRunState, ports: RunDriverPorts) {
    this.#run = run;
    this.#state = state;
    this.#ports = ports;
  }

  async drive(): Promise<RunResult> {
    for (;;) {
      this.#wakeSleepers();
      this.#startDueCalls();
      if (this.#result !== null) return this.#result;
      const nextDueMs = Math.min(...this.#state.pending.map((pending) => pending.dueAtMs));
      if (this.#inFlight.size === 0) return { kind: "paused", state: this.#state, resumeAtMs: nextDueMs };
      await this.#somethingHappens(nextDueMs);
    }
  }

  #somethingHappens(nextDueMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waitMs = nextDueMs - this.#ports.nowMs();
      const worthTimer = Number.isFinite(waitMs) && waitMs > 0;
      const timer = worthTimer ? setTimeout(resolve, Math.min(waitMs, 60_000)) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #wakeSleepers(): void {
    const nowMs = this.#ports.nowMs();
    for (const sleeper of this.#state.pending.filter(
      ({ kind, dueAtMs }) => kind === "sleep" && dueAtMs <= nowMs,
    )) {
      this.#drop(sleeper);
      this.#save(sleeper.target, { data: null });
      this.#goOn(sleeper);
    }
  }

  #startDueCalls(): void {
    if (this.#result !== null || this.#interrupted || this.#ports.stopping()) return;
    const nowMs = this.#ports.nowMs();
    for (const pending of this.#state.pending.filter(
      ({ kind, dueAtMs }) => kind === "call" && dueAtMs <= nowMs,
    )) {
      if (this.#inFlight.size >= maxParallelCalls) return;
      this.#drop(pending);
      this.#inFlight.add(pending);
      void this.#makeCall(pending).finally(() => this.#wake());
    }
  }

  async #makeCall(pending: Pending): Promise<void> {
    const callId = `${this.#run.driveId}/${++this.#calls}`;
    const alone = this.#inFlight.size === 1 && this.#state.pending.length === 0;
    const databaseBroke = this.#ports.watchDatabase();
    const inbox = this.#ports.listen(callId, (ops) => this.#takeSteps(ops));
    let outcome: CallOutcome;
    try {
      const request = toSdkRequest({ ...this.#run, callId }, this.#state, pending, alone);
      const answer = await this.#ports.sdk(request);
      this.#state.version = answeredVersion(answer, this.#state.version);
      outcome = readSdkAnswer(answer);
    } catch (error) {
      outcome = { kind: "rejected", retriable: true, retryAfter: null, error: String(error) };
    } finally {
      inbox.close();
    }
    const spoiled = failed(outcome) && (this.#ports.stopping() || (await databaseBroke()));
    this.#inFlight.delete(pending);
    if (spoiled) this.#repeatLater(pending);
    else this.#apply(pending, outcome);
  }

  /**
   * Steps that were done in the middle of a call. They are kept even when the worker stops, which ends the call here.
   */
  #takeSteps(ops: readonly Op[]): boolean {
    for (const op of ops) {
      if (op.op === "StepRun") this.#save(op.id, { data: op.data ?? null });
      // Nobody waits for its result, so it would be lost silently.
      else if (op.op.startsWith("Defer")) this.#refuse(`defer (${op.displayName ?? op.id})`);
    }
    return this.#result === null && !this.#ports.stopping();
  }

  /**
   * The failure says nothing about the function: the worker stops, or the database went away under it. The try does not
   * count.
   */
  #repeatLater(pending: Pending): void {
    this.#interrupted = true;
    this.#state.pending.push({ ...pending, dueAtMs: this.#ports.nowMs() });
  }

  #apply(pending: Pending, outcome: CallOutcome): void {
    if (this.#result !== null) return;
    if (outcome.kind === "resolved") this.#result = { kind: "completed" };
    else if (outcome.kind === "rejected") this.#applyRejection(pending, outcome);
    else this.#applyOps(pending, outcome.ops, outcome.retryAfter);
  }

  #applyRejection(pending: Pending, outcome: Extract<CallOutcome, { kind: "rejected" }>): void {
    const triesLeft = pending.attempt + 1 < this.#run.plan.maxAttempts;
    if (outcome.retriable && triesLeft) this.#retry(pending, outcome.retryAfter);
    else this.#result = { kind: "failed", error: outcome.error };
  }

  #applyOps(pending: Pending, ops: readonly Op[], retryAfter: string | null): void {
    if (ops.length === 0 && isDiscovery(pending)) {
      this.#result = { kind: "failed", error: "The function neither ended nor asked for a step." };
    }
    for (const op of ops) this.#applyOp(pending, op, retryAfter);
    if (this.#result === null) this.#goOn(pending);
  }

  #applyOp(pending: Pending, op: Op, retryAfter: string | null): void {
    if (op.op === "StepRun") this.#save(op.id, { data: op.data ?? null });
    else if (op.op === "StepFailed") this.#save(op.id, { error: op.error });
    else if (op.op === "StepError") this.#retry(pending, retryAfter);
    else if (op.op === "StepPlanned") this.#plan({ kind: "call", target: op.id, ...this.#asPlanned(op) });
    else if (op.op === "Sleep") this.#sleep(op);
    else if (op.op === "DiscoveryRequest") this.#ask();
    else if (op.op === "RunComplete") this.#result = { kind: "completed" };
    else if (op.op.startsWith("Defer")) this.#refuse(`defer (${op.displayName ?? op.id})`);
    else this.#refuse(`${op.op} (step ${op.displayName ?? op.id})`);
  }

  #sleep(op: Op): void {
    const dueAtMs = parseSleepEndMs(op.name ?? "", this.#ports.nowMs());
    if (dueAtMs === null) this.#refuse(`a sleep until ${op.name} (step ${op.displayName ?? op.id})`);
    else this.#plan({ kind: "sleep", target: op.id, ...this.#asPlanned(op), dueAtMs });
  }

  #asPlanned(op: Op): Pick<Pending, "attempt" | "dueAtMs" | "race"> {
    return { attempt: 0, dueAtMs: this.#ports.nowMs(), race: op.opts?.parallelMode === "race" };
  }

  #refuse(feature: string): void {
    const message = `Function ${this.#run.plan.id} uses ${feature}, which the embedded engine does not support.`;
    this.#result = { kind: "failed", error: { name: "UnsupportedError", message } };
  }

  #retry(pending: Pending, retryAfter: string | null): void {
    const nowMs = this.#ports.nowMs();
    const delayMs = retryDelayMs(pending.attempt, retryAfter, nowMs, this.#ports.jitter());
    this.#state.pending.push({ ...pending, attempt: pending.attempt + 1, dueAtMs: nowMs + delayMs });
  }

  /**
   * Each time a function is called, it names all steps that are not done yet: those already planned must not be planned
   * twice.
   */
  #plan(pending: Pending): void {
    const planned = [...this.#state.pending, ...this.#inFlight].some(
      ({ target }) => target === pending.target,
    );
    if (!planned && this.#state.steps[pending.target] === undefined) this.#state.pending.push(pending);
  }

  /**
   * A group of parallel steps is waited for as a whole, as the protocol's request version 2 requires, unless they race.
   */
  #goOn(finished: Pending): void {
    if (finished.race === true || (this.#inFlight.size === 0 && this.#state.pending.length === 0))
      this.#ask();
  }

  /** One under way may have been called before the newest step was saved, so only one that still waits will do. */
  #ask(): void {
    if (this.#state.pending.some(isDiscovery)) return;
    this.#state.pending.push({ kind: "call", target: discovery, attempt: 0, dueAtMs: this.#ports.nowMs() });
  }

  #save(stepId: string, value: StepState): void {
    if (this.#state.steps[stepId] === undefined) this.#state.stack.push(stepId);
    this.#state.steps[stepId] = value;
  }

  #drop(pending: Pending): void {
    this.#state.pending.splice(this.#state.pending.indexOf(pending), 1);
  }
}

function failed(outcome: CallOutcome): boolean {
  if (outcome.kind === "rejected") return true;
  return outcome.kind === "ops" && outcome.ops.some(({ op }) => op === "StepError" || op === "StepFailed");
}
