import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { arbitraryRun } from "../arbitrary-run.ts";
import { SimulatedRun } from "../simulated-run.ts";
import { play, type Stop } from "./play.ts";
import { SimulatedWorld } from "./world.ts";

/** A seed whose run broke a promise: cut down to as little as still breaks it. */
export interface SimulationFault {
  readonly seed: number;
  readonly message: string;
  readonly definition: PipelineDefinition;
  /** What happened, in order; the last line is where it broke. */
  readonly trace: readonly string[];
}

export interface SimulationReport {
  readonly seeds: number;
  /** Steps of progress that were taken and checked. */
  readonly steps: number;
  readonly moves: number;
  /** How many runs ended so. */
  readonly ends: ReadonlyMap<string, number>;
  readonly faults: readonly SimulationFault[];
}

const arbitraryWorld = fc.record({
  any: arbitraryRun,
  schedule: fc.array(fc.nat(1_000_000), { maxLength: 120, size: "max" }),
  stop: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record({ after: fc.nat(20), as: fc.constantFrom<Stop["as"]>("cancelled", "timeout") }),
    },
  ),
  workUnits: fc.option(fc.nat(4_000), { freq: 2 }),
});
type AnyWorld = ReturnType<(typeof arbitraryWorld)["generate"]>["value"];

/**
 * Plays one run for each seed, from `firstSeed` on: any graph, any order of what happens, messages that come twice,
 * late or never, workers that die, cancels and time-outs; every promise is checked after every step. Stops at the first
 * fault.
 * `afterSeed` may wait, and may throw to end it.
 */
export async function simulate(
  seeds: number,
  firstSeed: number,
  afterSeed: (done: number) => Promise<void> | void = () => {},
): Promise<SimulationReport> {
  const ends = new Map<string, number>();
  const faults: SimulationFault[] = [];
  let steps = 0;
  let moves = 0;
  let done = 0;
  for (; done < seeds && faults.length === 0; done += 1) {
    const seed = firstSeed + done;
    const played = playSeed(seed);
    if ("message" in played) faults.push(played);
    else {
      steps += played.run.delivered.length;
      moves += played.trace.length;
      ends.set(played.run.state.status, (ends.get(played.run.state.status) ?? 0) + 1);
    }
    await afterSeed(done + 1);
  }
  return { seeds: done, steps, moves, ends, faults };
}

/** What the run of one seed comes to. */
export function playSeed(seed: number): SimulatedWorld | SimulationFault {
  let last: SimulatedWorld | undefined;
  const property = fc.property(arbitraryWorld, (given) => {
    last = open(given);
    playWhole(last, given);
  });
  const outcome = fc.check(property, { seed, numRuns: 1, endOnFailure: false });
  if (last === undefined) throw new Error(`seed ${seed} made no run`);
  if (!outcome.failed) return last;
  const [smallest] = outcome.counterexample ?? [];
  if (smallest === undefined) throw new Error(`seed ${seed} failed without an example`);
  return describeFault(seed, smallest);
}

function open({ any, workUnits }: AnyWorld): SimulatedWorld {
  const world = new SimulatedWorld(any);
  world.run.workUnits = workUnits;
  return world;
}

function playWhole(world: SimulatedWorld, { any, schedule, stop }: AnyWorld): void {
  play(world, schedule, stop);
  const { closing } = world.run.state;
  const isOfItself = closing === null || closing.as === "failed";
  if (isOfItself && !world.trace.some((line) => line.endsWith("dies"))) compareWithCalm(world, any);
}

/** Without trouble that the run could notice, it ends as one that nothing happened to. */
function compareWithCalm({ run, plan }: SimulatedWorld, any: AnyWorld["any"]): void {
  const calm = new SimulatedRun(plan, any.endings, { flag: any.flag }).start().play([0]);
  const same = isDeepStrictEqual(
    [run.end, run.state.phases, run.state.branches, run.outputs],
    [calm.end, calm.state.phases, calm.state.branches, calm.outputs],
  );
  if (!same) throw new Error("the run ends otherwise than one without doubled, late and lost messages");
}

function describeFault(seed: number, smallest: AnyWorld): SimulationFault {
  const world = open(smallest);
  let message = "the fault does not show again";
  try {
    playWhole(world, smallest);
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  return { seed, message, definition: smallest.any.definition, trace: world.trace };
}
