import { AppError } from "#core/errors.ts";

export interface CallTimeouts {
  /** From the call to the head of the answer. */
  readonly connectTimeoutMs: number;
  /** Between two signs of life: an event, a keep-alive, or part of either. */
  readonly idleTimeoutMs: number;
  /** While only keep-alives arrive. */
  readonly keepAliveTimeoutMs: number;
  /** The whole call. */
  readonly totalTimeoutMs: number;
}

const anHourMs = 3_600_000;
/** The longest time-out of a node; the node's own is what usually ends a call. */
const aDayMs = 86_400_000;

/**
 * Fills in defaults: `patienceMs` to the head of the answer and between two signs of life, an hour of nothing but
 * keep-alives (all that a model sends while it thinks), and a day in total.
 */
export function withDefaultTimeouts(
  { connectTimeoutMs, idleTimeoutMs, keepAliveTimeoutMs, totalTimeoutMs }: Partial<CallTimeouts>,
  patienceMs = 60_000,
): CallTimeouts {
  return {
    connectTimeoutMs: connectTimeoutMs ?? patienceMs,
    idleTimeoutMs: idleTimeoutMs ?? patienceMs,
    keepAliveTimeoutMs: keepAliveTimeoutMs ?? anHourMs,
    totalTimeoutMs: totalTimeoutMs ?? aDayMs,
  };
}

/**
 * The clock of one call, since the SDK's own stops at the head of the answer. The HTTP request is made with its signal,
 * which fires when the caller aborts and when time is up. Each `wait` then ends, whatever the connection does.
 *
 * After the process itself was suspended, timers are due before the data that arrived meanwhile has been read. A wait
 * therefore ends only after that has been read too, so that our own pause is not taken for the vendor's silence.
 */
export class CallWatch {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timeouts: CallTimeouts;
  readonly #label: string;
  readonly #total: NodeJS.Timeout;
  readonly #onAbort = () => this.#end(this.#caller.reason);
  /** Ends the current wait. */
  #giveUp: (reason: unknown) => void = () => {};
  #silentSinceMs = performance.now();
  #idle: NodeJS.Timeout | null = null;
  #signsOfLife = 0;

  constructor(caller: AbortSignal, timeouts: CallTimeouts, label: string) {
    this.#caller = caller;
    this.#timeouts = timeouts;
    this.#label = label;
    this.#total = setTimeout(
      () => this.#expire("took longer than", timeouts.totalTimeoutMs),
      timeouts.totalTimeoutMs,
    );
    if (caller.aborted) this.#onAbort();
    else caller.addEventListener("abort", this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The head of the answer must arrive within the connect time. */
  waitForHead<T>(work: Promise<T>): Promise<T> {
    return this.#wait(work, this.#timeouts.connectTimeoutMs, "did not begin to answer within");
  }

  /**
   * A sign of life must arrive within the idle time, and something other than keep-alives within the keep-alive time.
   */
  async waitForEvent<T>(work: Promise<T>): Promise<T> {
    const { idleTimeoutMs, keepAliveTimeoutMs } = this.#timeouts;
    const silentMs = performance.now() - this.#silentSinceMs;
    this.#idle = setTimeout(() => this.#expireIfSilent(idleTimeoutMs), idleTimeoutMs);
    try {
      const leftMs = Math.max(0, keepAliveTimeoutMs - silentMs);
      return await this.#wait(work, leftMs, "sent nothing but keep-alives for", keepAliveTimeoutMs);
    } finally {
      clearTimeout(this.#idle);
      this.#idle = null;
    }
  }

  /** Something has arrived, if only a keep-alive. */
  heard(): void {
    this.#signsOfLife += 1;
    this.#idle?.refresh();
  }

  /** Something other than a keep-alive has arrived. */
  progressed(): void {
    this.#silentSinceMs = performance.now();
  }

  /** Stops the clock and closes the connection if it is still open. */
  close(): void {
    clearTimeout(this.#total);
    this.#caller.removeEventListener("abort", this.#onAbort);
    this.#controller.abort();
  }

  /** `toldMs` is the limit that people are shown: a wait may begin when part of its time is over. */
  async #wait<T>(work: Promise<T>, limitMs: number, fault: string, toldMs = limitMs): Promise<T> {
    let isOver = false;
    const timer = setTimeout(() => onceAllIsRead(() => isOver || this.#expire(fault, toldMs)), limitMs);
    try {
      return await this.#unlessOver(work);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : error;
    } finally {
      isOver = true;
      clearTimeout(timer);
    }
  }

  #expireIfSilent(limitMs: number): void {
    const [idle, signs] = [this.#idle, this.#signsOfLife];
    onceAllIsRead(() => {
      if (this.#idle === idle && this.#signsOfLife === signs) this.#expire("sent nothing for", limitMs);
    });
  }

  /** Only one wait runs at a time, so it needs no abort listener of its own: a long answer has very many waits. */
  #unlessOver<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      if (this.signal.aborted) reject(this.signal.reason);
      work.then(resolve, reject);
    });
  }

  #end(reason: unknown): void {
    this.#controller.abort(reason);
    this.#giveUp(reason);
  }

  #expire(fault: string, limitMs: number): void {
    const seconds = Math.round(limitMs / 100) / 10;
    this.#end(
      new AppError("PROVIDER_TIMEOUT", `${this.#label} ${fault} ${seconds} s. Trying again may help.`),
    );
  }
}

/** Runs after the sockets were read: Node handles timers first, then received data, then immediates. */
export function onceAllIsRead(act: () => unknown): void {
  setImmediate(act);
}
