import { describe, expect, it } from "vitest";
import { makePlan, noop } from "../make-plan.ts";
import { play } from "./play.ts";
import { playSeed, simulate } from "./simulate.ts";
import { SimulatedWorld } from "./world.ts";

const asks = { type: "agent", config: { model: "sandbox/brief", task: "Say it." } };

/** A world of one question, and an action after it. */
function smallWorld(): SimulatedWorld {
  const { definition } = makePlan({ first: asks, second: noop }, ["start > first", "first > second"]);
  return new SimulatedWorld({
    definition,
    endings: { first: ["completed"], second: ["completed"] },
    flag: true,
  });
}

describe("the simulation", () => {
  it("finds every promise kept, for 1,500 seeds", async () => {
    const report = await simulate(1_500, 1);
    expect(report.faults).toEqual([]);
    // Every way to end was met, and more than a step or two of each run.
    expect([...report.ends.keys()].toSorted()).toEqual(["cancelled", "completed", "failed", "timeout"]);
    expect(report.steps).toBeGreaterThan(3 * report.seeds);
  });

  it("plays a seed the same each time", () => {
    const [one, other] = [playSeed(77), playSeed(77)];
    expect(one.trace).toEqual(other.trace);
    expect(one.trace.length).toBeGreaterThan(2);
  });

  it("sees a run that only stands", () => {
    const world = smallWorld();
    const messages = world.messages;
    world.tell = (happening) => {
      const isTakenIn = SimulatedWorld.prototype.tell.call(world, happening);
      messages.length = 0;
      return isTakenIn;
    };
    expect(() => play(world, [], null)).toThrow("first is ready, and nothing brings it on");
  });

  it("sees a result that counts though its attempt was lost", () => {
    const world = smallWorld();
    world.tell({ kind: "run.start" });
    const take = () => {
      for (const message of [...world.messages]) world.take(message);
    };
    take();
    for (const one of world.carried) world.kill(one);
    take();
    expect(world.zombies).toHaveLength(1);
    world.tell = () => true;
    const speak = () => {
      for (const zombie of world.zombies) world.speakLate(zombie);
    };
    expect(speak).toThrow("attempt 1 of first was lost and its result counts");
  });

  it("sees money that is booked twice", () => {
    const world = smallWorld();
    const { money } = world;
    const close = money.close.bind(money);
    money.close = (nodeId, attempt, usage) => {
      close(nodeId, attempt, usage);
      close(nodeId, attempt, usage);
    };
    expect(() => play(world, [], null)).toThrow("attempt 1 of first is not booked once");
  });
});
