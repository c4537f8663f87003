import { randomBytes } from "node:crypto";
import { NextRequest } from "next/server.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { parseEnvironment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { sendEvent } from "#server/services/triggers/send-event.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { openInngestDoor } from "./door.ts";
import { listenOnLoopback } from "./testing/conformance/listen-on-loopback.ts";
import { startStandIn } from "./testing/conformance/stand-in-server.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, edges, noop, trigger, troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { type Stage, type StageDatabase, setStage } from "./testing/set-stage.ts";
import { callLine, readSteps, talkingAgent } from "./testing/talking-agent.ts";
import { until } from "./testing/until.ts";

/** A genuine Inngest server, such as `npx inngest-cli dev`; where there is none, one of our own stands in for it. */
const genuine = process.env.INNGEST_BASE_URL;

interface OpenedEngine {
  close(): Promise<void>;
}

async function openEmbedded(stage: Stage): Promise<OpenedEngine> {
  await stage.spawnWorker().ready;
  return { close: () => stage.endWorkers() };
}

/** Serves the functions as the web process does, and registers them with the server. */
async function openWithServer(stage: Stage, database: StageDatabase): Promise<OpenedEngine> {
  const standIn = genuine === undefined ? await startStandIn() : null;
  const environment = parseEnvironment({
    NODE_ENV: "test",
    ENGINE: "inngest",
    DATABASE_APP_URL: database.appUrl,
    SANDBOX_URL: stage.sandbox.url,
    PENSTOCK_KEYRING: `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    INNGEST_DEV: "1",
    INNGEST_BASE_URL: standIn?.url ?? genuine,
  });
  const door = await openInngestDoor(environment, createLogger({ level: "silent", service: "web" }));
  const app = await listenOnLoopback(async (request) => {
    const asked = new NextRequest(request);
    if (asked.method === "PUT") return door.handlers.PUT(asked, undefined);
    return asked.method === "POST"
      ? door.handlers.POST(asked, undefined)
      : door.handlers.GET(asked, undefined);
  });
  const registered = await fetch(`${app.url}/api/inngest`, { method: "PUT" });
  expect(registered.status, await registered.text()).toBe(200);
  return {
    async close() {
      await standIn?.close();
      await app.close();
      await door.close();
    },
  };
}

const engines = [
  { engine: "embedded", name: "the embedded engine", open: openEmbedded },
  {
    engine: "inngest",
    name: genuine === undefined ? "an Inngest server (a stand-in)" : `the Inngest server at ${genuine}`,
    open: openWithServer,
  },
] as const;

type Definition = Parameters<typeof seedPipeline>[1];

describe.each(engines)("$name", ({ engine, open }) => {
  let database: StageDatabase;
  let stage: Stage;
  let opened: OpenedEngine;
  beforeAll(async () => {
    database = await createTestDatabase();
    stage = await setStage(database, { engine });
    opened = await open(stage, database);
  });
  afterAll(async () => {
    await opened.close();
    await stage.close();
  });

  async function soundFacts(runId: Awaited<ReturnType<Stage["start"]>>) {
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    const bill = stage.sandbox.stats().entries;
    expect([...findFaults(facts), ...(await findBillFaults(facts, bill))]).toEqual([]);
    return facts;
  }

  it("carries branches, a delay, retries, a join and a condition to their end, and books each call", async () => {
    const facts = await soundFacts(await stage.start(troubledPipeline(1)));
    expect(facts.status).toBe("completed");
    const failed = facts.attempts.filter(({ status }) => status === "failed").map(({ nodeId }) => nodeId);
    expect(failed.toSorted()).toEqual(["cut", "refused"]);
  });

  it("makes one attempt of each node, though events may come twice", async () => {
    const facts = await soundFacts(
      await stage.start({
        name: "Fan",
        nodes: [trigger, ...["a", "b", "c", "d"].map(noop), noop("join")],
        edges: edges(...["a", "b", "c", "d"].flatMap((id) => [`start -> ${id}`, `${id} -> join`])),
      }),
    );
    expect(facts.attempts.map(({ nodeId, status }) => `${nodeId} ${status}`)).toEqual(
      ["a", "b", "c", "d", "join"].map((id) => `${id} completed`),
    );
  });

  it("runs what a node calls as a run of its own, and goes on with what comes out", async () => {
    const called = await seedPipeline(
      stage.context,
      chainOf("Called", [trigger, agent("say", "pace=1"), noop("end")]),
    );
    await publishPipeline(stage.context, { pipelineId: called, expectedRevision: null, note: null });
    const calls = { id: "call", type: "call" as const, name: "call", config: { pipeline: called } };
    const facts = await soundFacts(await stage.start(chainOf("Caller", [trigger, calls, noop("after")])));
    expect(facts).toMatchObject({ status: "completed", output: expect.stringContaining("tides") });
    const [child, ...others] = await database.asOwner<{ id: RunId }>(
      "select id from runs where parent_run_id = $1",
      [facts.runId],
    );
    expect(others).toEqual([]);
    expect((await soundFacts(child?.id ?? expect.fail("it has called nothing"))).status).toBe("completed");
  });

  it("runs the pipelines that are an agent's tools, and continues with their output", async () => {
    const called = await seedPipeline(stage.context, chainOf("Looks", [trigger, noop("inside")]));
    await publishPipeline(stage.context, { pipelineId: called, expectedRevision: null, note: null });
    const tool = { kind: "pipeline", name: "look", description: "Looks.", effect: "read", pipeline: called };
    const input = { type: "object", properties: { path: { type: "string" } } };
    const script = [callLine(1, "look", "one"), callLine(1, "look", "two"), callLine(2, "look", "three")];
    const runId = await stage.start(
      talkingAgent("http://127.0.0.1:1", script, { tools: [{ ...tool, input }] }),
    );
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts).toMatchObject({ status: "completed", leases: 0 });
    expect(facts.attempts.map(({ status }) => status)).toEqual(["cancelled", "cancelled", "completed"]);
    const answers = (await readSteps(database, runId)).filter(({ kind }) => kind === "tool");
    expect(answers.map(({ output }) => output?.text)).toEqual(
      ["one", "two", "three"].map((path) => JSON.stringify({ path })),
    );
  });

  it("closes the call of a run that is stopped, and keeps what it said", async () => {
    const runId = await stage.start({
      name: "Long",
      nodes: [trigger, agent("talk", "pace=50&tokens=2000")],
      edges: edges("start -> talk"),
    });
    await until(
      () => database.asOwner("select from run_events where run_id = $1 and type = 'node.delta'", [runId]),
      (lines) => lines.length >= 2,
    );
    await cancelRun(stage.context, { runId, reason: "no longer wanted" });
    const facts = await soundFacts(runId);
    expect(facts.status).toBe("cancelled");
    expect(facts.attempts.map(({ status, text }) => [status, text !== null])).toEqual([["cancelled", true]]);
  });

  it("waits for a decision, an event and a time, and goes on when each has come", async () => {
    const wait = (id: string, config: object) => ({ id, type: "wait", name: id, config });
    const runId = await stage.start(
      chainOf("Waits", [
        trigger,
        wait("asked", { for: "approval", title: "Go?", choices: ["go"] }),
        wait("told", { for: "event", name: "conformance.told", match: "data.word == trigger" }),
        wait("later", { for: "time", seconds: 1 }),
        noop("end"),
      ] as Definition["nodes"]),
    );
    const openWait = async (kind: string) => {
      const query = { runId, mine: false, which: "open", kinds: null, cursor: null, limit: 9 } as const;
      const waits = await until(
        async () => (await listWaits(stage.context, query)).waits,
        ([wait]) => wait?.kind === kind,
      );
      return waits[0]?.waitId ?? expect.fail("nothing waits");
    };
    await decideWait(stage.context, { waitId: await openWait("approval"), choice: "go", form: null });
    await openWait("event");
    const told = { name: "conformance.told", data: { word: "tides" }, id: null };
    expect(await sendEvent(stage.context, told)).toMatchObject({ matched: 1 });
    const facts = await soundFacts(runId);
    expect(facts.status).toBe("completed");
    expect(facts.events.filter(({ type }) => type === "node.resumed")).toHaveLength(3);
  });

  it("starts by a schedule, by the end of that run, and by an event that this one sends, once each", async () => {
    const publishing = async (definition: Definition) => {
      const pipelineId = await seedPipeline(stage.context, definition);
      await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
      return pipelineId;
    };
    const tell = {
      id: "tell",
      type: "action" as const,
      name: "tell",
      config: { action: "event.send" as const, name: "conformance.ended" },
    };
    const first = await publishing({
      ...chainOf("First", [trigger, noop("end")]),
      triggers: [{ id: "daily", kind: "schedule", cron: "0 0 * * *", catchUpSeconds: 172_800 }],
    });
    const second = await publishing({
      ...chainOf("Second", [trigger, tell]),
      triggers: [{ id: "after", kind: "run", pipeline: first }],
    });
    const third = await publishing({
      ...chainOf("Third", [trigger, noop("end")]),
      triggers: [{ id: "heard", kind: "event", name: "conformance.ended" }],
    });
    // The day before, which began once more since.
    await database.asOwner(
      `with moved as (update triggers set evaluated_until = evaluated_until - interval '1 day' where pipeline_id = $1 returning id)
       update system.live_triggers set due_at = now() - interval '1 second' where trigger_id in (select id from moved)`,
      [first],
    );
    const runsOf = (pipelineId: string) =>
      database.asOwner<{ id: RunId }>("select id from runs where pipeline_id = $1", [pipelineId]);
    await until(
      () => runsOf(third),
      (runs) => runs.length > 0,
    );
    for (const pipelineId of [first, second, third]) {
      const [run, ...others] = await runsOf(pipelineId);
      expect(others).toEqual([]);
      expect((await soundFacts(run?.id ?? expect.fail("it was not started"))).status).toBe("completed");
    }
  });

  it("undoes what a run did that fails, in the opposite order", async () => {
    const note = (id: string) => {
      const log = { action: "log" as const, message: id };
      return { id, type: "action" as const, name: id, config: { ...log, undo: log } };
    };
    const bad = { id: "bad", type: "transform", name: "bad", config: { value: "input.missing" } } as const;
    const facts = await soundFacts(
      await stage.start({
        ...chainOf("Undone", [trigger, note("one"), note("two"), bad]),
        settings: { onFailure: "undo" },
      }),
    );
    expect(facts.status).toBe("failed");
    const undone = facts.events.filter(({ type }) => type === "compensation.completed");
    expect(undone.map(({ nodeId }) => nodeId)).toEqual(["two", "one"]);
  });
});
