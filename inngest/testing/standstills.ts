/** A process that does nothing else looks this often. */
const lookEveryMs = 10;
/** So much longer between two looks than that, and it stood still. */
const noticedMs = 20;
/** A connection is accepted in one turn of the process, and its request read in the next ones. */
const turnsToRead = 3;

interface Standstill {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Notes when this process stood still: what came meanwhile was read later than it came. */
export class Standstills {
  readonly #found: Standstill[] = [];
  readonly #timer: NodeJS.Timeout;
  #lookedAtMs: number;

  constructor(nowMs = Date.now()) {
    this.#lookedAtMs = nowMs;
    this.#timer = setInterval(() => this.look(), lookEveryMs);
    this.#timer.unref();
  }

  look(nowMs = Date.now()): void {
    const fromMs = this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    if (nowMs - fromMs > lookEveryMs + noticedMs) this.#found.push({ fromMs, untilMs: nowMs });
  }

  /** The earliest moment at which a request may have come that was read at this one. */
  earliestArrival(readAtMs: number): number {
    let atMs = readAtMs;
    for (let turn = 0; turn < turnsToRead; turn += 1) {
      const before = this.#found.findLast(({ fromMs }) => fromMs < atMs);
      if (before === undefined || atMs > before.untilMs + noticedMs) return atMs;
      atMs = before.fromMs;
    }
    return atMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
