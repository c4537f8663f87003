import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { sendEvent } from "#server/services/triggers/send-event.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { sleepADay } from "./testing/sleep-a-day.ts";
import { until } from "./testing/until.ts";
import type { WorkerProcess } from "./testing/worker-process.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterAll(() => stage.close());

type Definition = Parameters<typeof stage.start>[0];
type NodeInput = Definition["nodes"][number];

const hour = 3_600;
const wait = (config: JsonObject) =>
  ({ id: "wait", type: "wait", name: "wait", config }) as unknown as NodeInput;
const ask = (config: JsonObject = {}) => wait({ for: "approval", title: "Go?", choices: ["go"], ...config });
const delay = { id: "wait", type: "delay", name: "wait", config: { seconds: hour } } as const;

/** A run that is at this node when the machine falls asleep. */
const startAt = (node: NodeInput, settings: JsonObject = {}) =>
  stage.start({ ...chainOf("Asleep", [trigger, node, noop("end")]), settings } as Definition);

/** An hourly schedule that catches up in its own way. */
async function scheduled(config: JsonObject) {
  const schedule = { id: "hourly", kind: "schedule", cron: "0 * * * *", overlap: "allow", ...config };
  const definition = { name: "Hourly", nodes: [trigger], edges: [], triggers: [schedule] };
  const pipelineId = await seedPipeline(stage.context, definition as Definition);
  await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
  return async () => {
    const rows = await until(
      () =>
        database.asOwner<{ outcome: string; reason: string | null; runs: number }>(
          `select f.outcome, f.reason, (select count(*)::int from runs r where r.id = f.run_id) as runs
             from trigger_firings f join triggers t on t.id = f.trigger_id where t.pipeline_id = $1 order by f.due_at`,
          [pipelineId],
        ),
      ({ length }) => length >= 24,
    );
    const [all] = await database.asOwner<{ runs: number }>(
      "select count(*)::int as runs from runs where pipeline_id = $1",
      [pipelineId],
    );
    // Each time of the day has one row; those that started have one run each, and all others say why not.
    expect(rows.length).toBeLessThanOrEqual(25);
    const started = rows.filter(({ outcome }) => outcome === "started");
    expect(started.every(({ runs }) => runs === 1)).toBe(true);
    expect(all?.runs).toBe(started.length);
    expect(rows.every(({ outcome, reason }) => (outcome === "started") === (reason === null))).toBe(true);
    return rows.map(({ outcome }) => outcome);
  };
}

/** What holds of a run that has ended, apart from that it stood still for a day. */
async function soundFacts(runId: RunId) {
  await stage.ended([runId]);
  const facts = await readRunFacts(database, runId);
  expect(findFaults(facts).filter(({ words }) => !words.startsWith("stood still"))).toEqual([]);
  return facts;
}

async function openWait(runId: RunId) {
  const query = { runId, mine: false, which: "open", kinds: null, cursor: null, limit: 9 } as const;
  return (await listWaits(stage.context, query)).waits[0] ?? null;
}

describe("a machine that slept for a day", () => {
  let runs: Readonly<Record<"timed" | "asked" | "paid" | "later" | "working" | "bound", RunId>>;
  let schedules: Readonly<Record<"none" | "one" | "all", Awaited<ReturnType<typeof scheduled>>>>;
  beforeAll(async () => {
    const workers: readonly WorkerProcess[] = [stage.spawnWorker(), stage.spawnWorker()];
    await Promise.race(workers.map(({ ready }) => ready));
    schedules = {
      none: await scheduled({ catchUp: "none" }),
      one: await scheduled({ catchUp: "one", catchUpSeconds: 2 * hour }),
      all: await scheduled({ catchUp: "all", catchUpSeconds: 30 * hour }),
    };
    // Still at it when the machine falls asleep: the others have only to begin.
    const long = agent("wait", "pace=100&tokens=100");
    runs = {
      timed: await startAt(ask({ deadlineSeconds: hour, onTimeout: "go" })),
      asked: await startAt(ask()),
      paid: await startAt(wait({ for: "event", name: "day.paid", match: "true" })),
      later: await startAt(delay),
      working: await startAt(long, { timeoutSeconds: 48 * hour }),
      bound: await startAt(long, { timeoutSeconds: hour }),
    };
    await until(
      () =>
        database.asOwner<{ waiting: number; working: number }>(
          `select count(*) filter (where status = 'waiting')::int as waiting,
                  count(*) filter (where node_type = 'agent' and status = 'running')::int as working
             from node_runs where node_id = 'wait'`,
        ),
      ([row]) => row?.waiting === 4 && row.working === 2,
    );
    await sleepADay(database, workers);
  });

  it("goes on with what its time has come for, once", async () => {
    const timed = await soundFacts(runs.timed);
    expect(timed.events.filter(({ type }) => type === "node.resumed")).toHaveLength(1);
    expect(timed).toMatchObject({ status: "completed" });
    const waits = await database.asOwner("select ending, choice from waits where run_id = $1", [runs.timed]);
    expect(waits).toEqual([{ ending: "elapsed", choice: "go" }]);
    expect((await soundFacts(runs.later)).status).toBe("completed");
  });

  it("still waits for people and events without a deadline, and goes on when they come", async () => {
    const open = (await openWait(runs.asked)) ?? expect.fail("nobody is asked");
    expect((await openWait(runs.paid))?.kind).toBe("event");
    await decideWait(stage.context, { waitId: open.waitId, choice: "go", form: null });
    const event = { name: "day.paid", data: {}, id: null };
    expect(await sendEvent(stage.context, event)).toMatchObject({ matched: 1 });
    expect((await soundFacts(runs.asked)).status).toBe("completed");
    expect((await soundFacts(runs.paid)).status).toBe("completed");
  });

  it("ends the work that ran out of its time, and finishes the other with one result", async () => {
    expect((await soundFacts(runs.bound)).status).toBe("timeout");
    const working = await soundFacts(runs.working);
    expect(working.status).toBe("completed");
  });

  it("accounts for each time of its schedules, as they say", async () => {
    const none = await schedules.none();
    const one = await schedules.one();
    const all = await schedules.all();
    // The day may have ended within the minute in which a time is still in time.
    expect(none.slice(0, 23)).toEqual(Array(23).fill("missed"));
    expect(one.filter((outcome) => outcome === "started").length).toBeGreaterThanOrEqual(1);
    expect(one.slice(0, 22)).toEqual(Array(22).fill("missed"));
    expect(new Set(all)).toEqual(new Set(["started"]));
  });
});
