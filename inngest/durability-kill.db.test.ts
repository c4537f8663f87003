import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import { updateBudget } from "#server/services/budgets/update-budget.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { findSumFaults } from "./testing/chaos/find-sum-faults.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { startHttpSink } from "./testing/http-sink.ts";
import { agent, edges, noop, trigger } from "./testing/pipelines.ts";
import { prolongLeases } from "./testing/prolong-leases.ts";
import { type RunFacts, readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";
import { WorkerPair } from "./testing/worker-pair.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

/** Waits until the log has such lines. */
const heard = (runId: RunId, type: string, nodeId: string, times = 1) =>
  until(
    () =>
      database.asOwner("select from run_events where run_id = $1 and type = $2 and node_id = $3", [
        runId,
        type,
        nodeId,
      ]),
    (lines) => lines.length >= times,
  );

async function soundFacts(runId: RunId): Promise<RunFacts> {
  await stage.ended([runId]);
  const facts = await readRunFacts(database, runId);
  expect([...findFaults(facts), ...(await findBillFaults(facts, stage.sandbox.stats().entries))]).toEqual([]);
  return facts;
}

const statuses = (facts: RunFacts, nodeId: string) =>
  facts.attempts.filter((attempt) => attempt.nodeId === nodeId).map(({ status }) => status);

const progressAfter = (facts: RunFacts, atMs: number) =>
  (facts.events.find((event) => event.atMs > atMs)?.atMs ?? Number.NaN) - atMs;

/** The first try falls silent in the middle, and ends only when something ends it: no kill comes too late. */
const silent = "fault=stall&after=40";

describe("a worker that is killed without a word", () => {
  it("in the middle of a stream: the next one goes on at once, and calls no settled node again", async ({
    annotate,
  }) => {
    const first = stage.spawnWorker();
    await first.ready;
    const runId = await stage.start(
      chainOf("Stream", [
        trigger,
        agent("done", "pace=0&tokens=20"),
        agent("cut", `pace=20&tokens=80&${silent}`),
        noop("end"),
      ]),
    );
    await heard(runId, "node.delta", "cut", 3);
    const killedAtMs = Date.now();
    await first.end("SIGKILL");
    // What the dead one held would be held for an hour: whoever waits for that does not end.
    await prolongLeases(database);
    const second = stage.spawnWorker();
    await second.ready;
    const readyAtMs = Date.now();
    const facts = await soundFacts(runId);
    await annotate(
      `progress ${progressAfter(facts, killedAtMs)} ms after the kill, ${progressAfter(facts, readyAtMs)} after ready`,
    );
    expect(facts.status).toBe("completed");
    expect(statuses(facts, "done")).toEqual(["completed"]);
    expect(statuses(facts, "cut")).toEqual(["lost", "completed"]);
  });

  it("after a parallel branch was done, while the other streams: the join fires once", async () => {
    const first = stage.spawnWorker();
    await first.ready;
    const runId = await stage.start({
      name: "Join",
      nodes: [
        trigger,
        agent("fast", "pace=0&tokens=20"),
        agent("slow", `pace=20&tokens=80&${silent}`),
        noop("both"),
        noop("end"),
      ],
      edges: edges("start -> fast", "start -> slow", "fast -> both", "slow -> both", "both -> end"),
    });
    await heard(runId, "node.completed", "fast");
    await heard(runId, "node.delta", "slow", 2);
    stage.spawnWorker();
    await first.end("SIGKILL");
    const facts = await soundFacts(runId);
    expect(facts.status).toBe("completed");
    expect(statuses(facts, "fast")).toEqual(["completed"]);
    expect(statuses(facts, "slow")).toEqual(["lost", "completed"]);
    expect(statuses(facts, "both")).toEqual(["completed"]);
  });

  it("again and again along a chain of actions: none that was settled is carried out again", async () => {
    const sink = await startHttpSink(30);
    const steps = Array.from({ length: 12 }, (_, index) => ({
      id: `step${index}`,
      type: "action" as const,
      name: `Step ${index}`,
      config: { action: "http.request" as const, method: "POST" as const, url: `${sink.url}/step${index}` },
    }));
    const workers = await WorkerPair.start(stage);
    const runId = await stage.start(chainOf("Chain", [trigger, ...steps]));
    for (const index of [2, 5, 8]) {
      await workers.standsBy();
      await until(
        () => sink.requests.length,
        () => sink.requests.some(({ path }) => path === `/step${index}`),
      );
      await workers.killActive();
    }
    const facts = await soundFacts(runId);
    await sink.close();
    expect(facts.status).toBe("completed");
    for (const { id } of steps) {
      const requests = sink.requests.filter(({ path }) => path === `/${id}`);
      expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
      expect(requests.length).toBeLessThanOrEqual(statuses(facts, id).length);
      const settledAtMs = facts.nodeRuns.find(({ nodeId }) => nodeId === id)?.finishedAtMs ?? 0;
      expect(requests.filter(({ atMs }) => atMs > settledAtMs)).toEqual([]);
    }
    expect(facts.attempts.filter(({ status }) => status === "lost").length).toBeLessThanOrEqual(3);
  });

  it("with all others, while forty calls wait for a budget: a raise lets exactly those go on that fit", async () => {
    const first = stage.spawnWorker();
    await first.ready;
    const { budgetId } = await createBudget(stage.context, {
      ...{
        scope: "workspace",
        per: "month",
        timezone: "UTC",
        limitMicros: 0,
        warnPercent: null,
        onLimit: "wait",
      },
      idempotencyKey: null,
    });
    // Each says all that it may, so that what is left of seven calls is not enough for one more.
    const asking = agent("ask", "pace=0&tokens=1000");
    const costly = chainOf("Costly", [
      trigger,
      { ...asking, config: { ...asking.config, maxTokens: 1_000 } },
    ]);
    const runIds = await Promise.all(Array.from({ length: 40 }, () => stage.start(costly)));
    const open = () =>
      database.asOwner<{ needs: number }>(
        "select needs_micros::float8 as needs from waits where kind = 'budget' and ending is null",
      );
    const [wait] = await until(open, ({ length }) => length === 40);
    await first.end("SIGKILL");
    // Nobody is there to hear of it.
    await updateBudget(stage.context, { budgetId, limitMicros: (wait?.needs ?? 0) * 7 + 100 });
    await stage.spawnWorker().ready;
    const quiet = () =>
      database.asOwner<{ count: number; isQuiet: boolean }>(
        `select (select count(*)::int from runs where id = any($1) and status = 'completed') as count,
                (select look_at > now() + interval '30 seconds' from system.budget_looks where workspace_id = $2) as "isQuiet"`,
        [runIds, stage.context.actor.workspaceId],
      );
    const [done] = await until(quiet, ([row]) => row?.isQuiet === true && row.count >= 7);
    expect(done?.count).toBe(7);
    expect(await open()).toHaveLength(33);
    expect(await findSumFaults(database)).toEqual([]);
  });
});
