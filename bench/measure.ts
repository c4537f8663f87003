/** Durations of a repeated action in milliseconds, in ascending order. */
export type Samples = readonly number[];

/** A slow machine measures fewer times rather than longer. */
const patienceMs = 15_000;

/** Repeats an action up to `times` times in sequence, after a few unmeasured times. */
export async function timeEach(times: number, once: () => Promise<unknown>): Promise<Samples> {
  const untilMs = performance.now() + patienceMs;
  for (let index = 0; index < Math.ceil(times / 4); index += 1) await once();
  const samples: number[] = [];
  while (samples.length < times && (samples.length === 0 || performance.now() < untilMs)) {
    const beganMs = performance.now();
    await once();
    samples.push(performance.now() - beganMs);
  }
  return samples.sort((left, right) => left - right);
}

/** A percentile: the value below which this share of the samples lies. */
export function percentile(samples: Samples, share: number): number {
  return samples[Math.floor((samples.length - 1) * share)] ?? Number.NaN;
}

/** The rate per second of an action with `lanes` in parallel, over `durationMs` after a warm-up of a fifth of it. */
export async function timesPerSecond(
  lanes: number,
  durationMs: number,
  once: () => Promise<unknown>,
): Promise<number> {
  await during(lanes, durationMs / 5, once);
  const beganMs = performance.now();
  const done = await during(lanes, durationMs, once);
  return (done * 1_000) / (performance.now() - beganMs);
}

async function during(lanes: number, durationMs: number, once: () => Promise<unknown>): Promise<number> {
  const untilMs = performance.now() + durationMs;
  let done = 0;
  const lane = async () => {
    while (performance.now() < untilMs) {
      await once();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

/** Does an action exactly `times` times, `lanes` in parallel. */
export async function inLanes(lanes: number, times: number, once: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun < times) {
      begun += 1;
      await once();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
