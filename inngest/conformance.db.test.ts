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
import { openInngestDoor } from "./door.ts";
import { listenOnLoopback } from "./testing/conformance/listen-on-loopback.ts";
import { startStandIn } from "./testing/conformance/stand-in-server.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, edges, noop, trigger, troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { type Stage, type StageDatabase, setStage } from "./testing/set-stage.ts";
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
    const call = { id: "call", type: "call" as const, name: "call", config: { pipeline: called } };
    const facts = await soundFacts(await stage.start(chainOf("Caller", [trigger, call, noop("after")])));
    expect(facts).toMatchObject({ status: "completed", output: expect.stringContaining("tides") });
    const [child, ...others] = await database.asOwner<{ id: RunId }>(
      "select id from runs where parent_run_id = $1",
      [facts.runId],
    );
    expect(others).toEqual([]);
    expect((await soundFacts(child?.id ?? expect.fail("it has called nothing"))).status).toBe("completed");
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
});
