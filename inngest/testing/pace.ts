/** So much work shows how fast the machine is; less, and a process that has slept is let through first. */
const workMs = 10;
const looksApartMs = 1_000;

/** How much longer work takes here than the work itself: 1 where this process has a processor to itself. */
export function measureSlowness(): number {
  const begunAtMs = performance.now();
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    const workedMs = (user + system) / 1_000;
    if (workedMs >= workMs) return Math.max(1, (performance.now() - begunAtMs) / workedMs);
  }
}

/**
 * How slow the machine was, and when. What must happen within a time gets more of it where others take the processors:
 * a worker that takes a second of work to start takes a minute at the lowest priority beside heavy load.
 */
export class Pace {
  readonly #measure: () => number;
  readonly #looks: { readonly atMs: number; readonly slowness: number }[] = [];
  #lookedAtMs: number;

  constructor(measure = measureSlowness, nowMs = Date.now()) {
    this.#measure = measure;
    this.#lookedAtMs = nowMs;
  }

  /** To be called often: it looks once a second. */
  look(nowMs = Date.now()): void {
    if (nowMs < this.#lookedAtMs + looksApartMs) return;
    this.#lookedAtMs = nowMs;
    this.#looks.push({ atMs: nowMs, slowness: this.#measure() });
  }

  /** What a time becomes that was given to something between two moments. */
  stretched(givenMs: number, fromMs: number, toMs: number): number {
    const looks = this.#looks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
    if (looks.length === 0) return givenMs;
    return (givenMs * looks.reduce((sum, { slowness }) => sum + slowness, 0)) / looks.length;
  }
}
