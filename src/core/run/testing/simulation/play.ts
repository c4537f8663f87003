import { checkWorld } from "./check-world.ts";
import type { Message } from "./in-flight.ts";
import type { SimulatedWorld } from "./world.ts";

/** One thing that may happen now, in words, and what it does. */
interface Move {
  readonly words: string;
  readonly make: () => void;
}

/** How a run is ended early: after this many moves; where that number is even, a cancelled one is undone. */
export interface Stop {
  readonly after: number;
  readonly as: "cancelled" | "timeout";
}

const mostMoves = 3_000;
/** One move in this many is a fault. */
const faultShare = 4;

/**
 * Plays a world to its end: each number of the schedule chooses a move, and what stands after its end goes without
 * faults. What must always hold is checked after each step.
 * @throws an error that says what does not hold.
 */
export function play(world: SimulatedWorld, schedule: readonly number[], stop: Stop | null): void {
  const check = checkWorld(world);
  world.onStep = check.afterStep;
  world.trace.push("the run starts");
  world.tell({ kind: "run.start" });
  for (let index = 0; world.run.end === null; index += 1) {
    if (index > mostMoves) throw new Error("the run does not end");
    check.beforeMove();
    if (index === stop?.after) stopRun(world, stop);
    else makeMove(world, schedule[index] ?? 0);
  }
  check.atEnd();
}

function stopRun(world: SimulatedWorld, { as, after }: Stop): void {
  world.trace.push(as === "cancelled" ? "somebody cancels the run" : "the run's time is over");
  world.tell(
    as === "cancelled"
      ? { kind: "cancel.requested", reason: "no longer wanted", undo: after % 2 === 0 }
      : { kind: "timeout.reached" },
  );
}

function makeMove(world: SimulatedWorld, choice: number): void {
  const faults = choice % faultShare === 1 ? possibleFaults(world) : [];
  const moves = faults.length > 0 ? faults : orderlyMoves(world);
  const move = moves[Math.floor(choice / faultShare) % moves.length];
  if (move === undefined)
    throw new Error(`nothing more can happen, but the run is ${world.run.state.status}`);
  world.trace.push(move.words);
  move.make();
}

/** What happens without any fault; ends of attempts first, so that a plain run gets on. */
function orderlyMoves(world: SimulatedWorld): readonly Move[] {
  const alive = world.carried.filter((one) => !one.isDead);
  return [
    ...alive.map((one) => ({
      words: `attempt ${one.attempt} of ${one.nodeId} ends`,
      make: () => world.settle(one),
    })),
    ...[...world.children]
      .filter(([, child]) => !child.hasEnded)
      .map(([nodeId, child]) => ({
        words: `the run of ${nodeId} ends`,
        make: () => world.endChild(nodeId, child),
      })),
    ...world.messages.map((message) => ({
      words: `a worker takes ${named(message)}`,
      make: () => world.take(message),
    })),
    ...(world.lost.size > 0 ? [{ words: "the healer looks at the run", make: () => world.heal() }] : []),
  ];
}

function possibleFaults(world: SimulatedWorld): readonly Move[] {
  return [
    ...world.messages.flatMap((message) => [
      { words: `${named(message)} comes twice`, make: () => void world.messages.push({ ...message }) },
      { words: `the engine forgets ${named(message)}`, make: () => world.forget(message) },
    ]),
    ...world.carried.map((one) => ({
      words: `the worker of attempt ${one.attempt} of ${one.nodeId} dies`,
      make: () => world.kill(one),
    })),
    ...world.zombies.map((one) => ({
      words: `the dead worker of attempt ${one.attempt} of ${one.nodeId} speaks`,
      make: () => world.speakLate(one),
    })),
    ...world.run.delivered.map((happening) => ({
      words: `${happening.kind}${"nodeId" in happening ? ` of ${happening.nodeId}` : ""} is repeated`,
      make: () => {
        if (world.tell(happening)) throw new Error(`${happening.kind} was taken in twice`);
      },
    })),
    { words: "the healer looks at the run", make: () => world.heal() },
  ];
}

function named(message: Message): string {
  return message.kind === "continue" ? "the rest of a step" : `node ${message.nodeId}`;
}
