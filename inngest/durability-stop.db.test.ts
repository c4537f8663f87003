import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, afterEach, describe, expect, it, onTestFinished } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, edges, noop, trigger } from "./testing/pipelines.ts";
import { prolongLeases } from "./testing/prolong-leases.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";
import { spawnWorker } from "./testing/worker-process.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

/** Three agents that talk at the same time. Their first tries fall silent, and end only when something ends them. */
const talking = {
  name: "Talking",
  nodes: [
    trigger,
    agent("one", "pace=7&tokens=100&fault=stall&after=60"),
    agent("two", "pace=11&tokens=80&fault=stall&after=50"),
    agent("three", "pace=13&tokens=80&fault=stall&after=40"),
    noop("end"),
  ],
  edges: edges("start -> one", "start -> two", "start -> three", "one -> end", "two -> end", "three -> end"),
};

const speaking = (runId: RunId) =>
  until(
    () =>
      database.asOwner<{ nodes: number }>(
        "select count(distinct node_id)::int as nodes from run_events where run_id = $1 and type = 'node.delta'",
        [runId],
      ),
    ([row]) => row?.nodes === 3,
  );

async function soundFacts(runId: RunId) {
  await stage.ended([runId]);
  const facts = await readRunFacts(database, runId);
  expect([...findFaults(facts), ...(await findBillFaults(facts, stage.sandbox.stats().entries))]).toEqual([]);
  return facts;
}

describe("a worker that is told to stop", () => {
  it("lets go at once, keeps what was said, and the next one goes on at once", async ({ annotate }) => {
    const first = stage.spawnWorker();
    await first.ready;
    const second = stage.spawnWorker();
    await second.inPlace();
    const runId = await stage.start(talking);
    await speaking(runId);
    const toldAtMs = Date.now();
    await first.end("SIGTERM");
    await prolongLeases(database);
    const endedAtMs = Date.now();
    await second.ready;
    const facts = await soundFacts(runId);
    const next = facts.events.find((event) => event.type === "node.started" && event.attempt === 2);
    await annotate(
      `the worker ended ${endedAtMs - toldAtMs} ms after SIGTERM; work went on after ${(next?.atMs ?? 0) - toldAtMs} ms`,
    );
    expect(facts.status).toBe("completed");
    const lost = await database.asOwner<{ message: string }>(
      "select error->>'message' as message from attempts where run_id = $1 and status = 'lost'",
      [runId],
    );
    // It said so itself. Of one that had just gone, it would be said that its worker died.
    for (const { message } of lost) expect(message).toContain("was stopped before the node had finished");
    for (const nodeId of ["one", "two", "three"]) {
      const attempts = facts.attempts.filter((attempt) => attempt.nodeId === nodeId);
      expect(attempts.map(({ status }) => status)).toEqual(["lost", "completed"]);
      expect(attempts[0]?.text?.length).toBeGreaterThan(0);
    }
  });
});

it("a worker that is told to stop ends though its database does not answer", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const url = `postgresql://somebody:secret@127.0.0.1:${port}/nothing`;
  const worker = spawnWorker({ appUrl: url, engineUrl: url, sandboxUrl: stage.sandbox.url });
  await until(
    () => sockets.length,
    (count) => count > 0,
  );
  await worker.end("SIGTERM");
  expect(worker.hasEnded).toBe(true);
});

describe("a run that is cancelled", () => {
  it("has its sockets closed at once, its texts kept and its calls booked, at whatever moment", async ({
    annotate,
  }) => {
    const random = seededRandom(7);
    const worker = stage.spawnWorker();
    await worker.ready;
    const closedAfterMs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const runId = await stage.start(talking);
      await speaking(runId);
      await new Promise((resolve) => setTimeout(resolve, random() * 200));
      const before = stage.sandbox.stats().closedByClient;
      const cancelledAtMs = Date.now();
      await cancelRun(stage.context, { runId, reason: "enough" });
      await until(
        () => stage.sandbox.stats().closedByClient,
        (closed) => closed === before + 3,
      );
      closedAfterMs.push(Date.now() - cancelledAtMs);
      const facts = await soundFacts(runId);
      expect(facts.status).toBe("cancelled");
      expect(facts.attempts.map(({ status }) => status)).toEqual(["cancelled", "cancelled", "cancelled"]);
    }
    closedAfterMs.sort((left, right) => left - right);
    await annotate(
      `cancel to three closed sockets: p50 ${closedAfterMs[4]} ms, max ${closedAfterMs.at(-1)} ms`,
    );
    // Half of them: a busy machine may stand still for a moment.
    expect(closedAfterMs[4]).toBeLessThan(2_000);
  });

  it("ends although its worker dies in the middle of it", async () => {
    const first = stage.spawnWorker();
    await first.ready;
    const runId = await stage.start(talking);
    await speaking(runId);
    first.signal("SIGSTOP");
    await cancelRun(stage.context, { runId, reason: "enough" });
    stage.spawnWorker();
    await first.end("SIGKILL");
    const facts = await soundFacts(runId);
    expect(facts.status).toBe("cancelled");
    expect(facts.attempts.map(({ status }) => status)).toEqual(["lost", "lost", "lost"]);
  });

  it("or runs out of time while nobody works: it ends as soon as somebody does", async () => {
    const first = stage.spawnWorker();
    await first.ready;
    const runId = await stage.start(talking);
    await speaking(runId);
    await first.end("SIGKILL");
    await database.asOwner(
      `with late as (update runs set deadline_at = now() - interval '1 second' where id = $1 returning id)
       update system.open_runs set deadline_at = now() - interval '1 second' where run_id = $1`,
      [runId],
    );
    // The queue may have forgotten the node: the book alone must be enough.
    await database.asOwner("delete from graphile_worker._private_jobs where task_id is not null");
    stage.spawnWorker();
    const facts = await soundFacts(runId);
    expect(facts.status).toBe("timeout");
  });
});
