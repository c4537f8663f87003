import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, edges, noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

const preload = join(import.meta.dirname, "testing/throwing-surroundings.ts");
const faults = ["throws-in-a-timer", "breaks-a-stream", "rejects-unheard"];

describe("an error that nobody can catch", () => {
  it("fails the attempt that it belongs to, and nothing else in the process", async () => {
    const worker = stage.spawnWorker({ preload });
    await worker.ready;
    const runId = await stage.start({
      name: "Surroundings",
      settings: { retryBackoffBase: 0.1, retryBackoffMax: 0.2 },
      nodes: [
        trigger,
        agent("calm", "pace=20&tokens=80"),
        ...faults.map((fault, index) => agent(`shaken${index}`, "pace=20&tokens=20", fault)),
        noop("end"),
      ],
      edges: edges(
        "start -> calm",
        "calm -> end",
        ...faults.flatMap((_fault, index) => [`start -> shaken${index}`, `shaken${index} -> end`]),
      ),
    });
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.status).toBe("completed");
    const attempts = facts.attempts.map(({ nodeId, status }) => `${nodeId}: ${status}`);
    expect(attempts.toSorted()).toEqual(
      [
        "calm: completed",
        "end: completed",
        ...faults.flatMap((_fault, index) => [`shaken${index}: completed`, `shaken${index}: failed`]),
      ].toSorted(),
    );
    expect(worker.hasEnded).toBe(false);
    const told = worker
      .said()
      .split("\n")
      .filter((line) => line.includes("outside of its own flow"));
    expect(told.map((line) => JSON.parse(line).nodeId).toSorted()).toEqual(["shaken0", "shaken1", "shaken2"]);
  });

  it("makes the worker leave in order when it belongs to no attempt: the next one goes on at once", async () => {
    const first = stage.spawnWorker({ preload });
    await first.ready;
    // The first try falls silent in the middle: the signal cannot come too late.
    const silent = "pace=20&tokens=100&fault=stall&after=50";
    const runId = await stage.start(chainOf("Stray", [trigger, agent("talk", silent)]));
    await until(
      () => database.asOwner("select from run_events where run_id = $1 and type = 'node.delta'", [runId]),
      (lines) => lines.length >= 2,
    );
    first.signal("SIGUSR2");
    expect(await first.exited()).toBe(1);
    const leases = await database.asOwner("select from system.leases where run_id = $1", [runId]);
    expect(leases).toEqual([]);
    // What its surroundings threw (see `preload`), whatever words are around it.
    expect(first.said()).toContain("something outside of all attempts threw");
    const second = stage.spawnWorker();
    await second.ready;
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("completed");
    expect(facts.attempts.map(({ status }) => status)).toEqual(["lost", "completed"]);
  });
});
