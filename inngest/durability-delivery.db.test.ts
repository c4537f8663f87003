import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, noop, trigger, troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
const { workspaceId } = stage.context.actor;
beforeAll(() => stage.spawnWorker().ready);
afterAll(() => stage.close());

/** Hands events to the queue as a program does that sends them again and again. */
async function send(name: string, data: { readonly [key: string]: string | number }, ids: readonly string[]) {
  const nowMs = Date.now();
  await Promise.all(
    ids.map((id) => {
      const spec = toJobSpec({ id, name, data, ts: nowMs }, nowMs);
      return database.asOwner("select system.dispatch_jobs($1::jsonb)", [JSON.stringify([spec])]);
    }),
  );
}

const otherIds = (count: number) => Array.from({ length: count }, () => randomUUID());

async function soundFacts(runId: RunId) {
  await stage.ended([runId]);
  const facts = await readRunFacts(database, runId);
  expect([...findFaults(facts), ...(await findBillFaults(facts, stage.sandbox.stats().entries))]).toEqual([]);
  expect(facts.status).toBe("completed");
  return facts;
}

it("makes one attempt of a node, however often and under whatever id its event is delivered", async () => {
  const runId = await stage.start(
    chainOf("Repeated", [trigger, agent("talk", "pace=10&tokens=60"), noop("end")]),
  );
  const talk = { workspaceId, runId, nodeId: "talk" };
  await send(engineEventNames.agentReady, talk, [
    ...otherIds(30),
    ...Array.from({ length: 30 }, () => "the-same"),
  ]);
  const { attempts } = await soundFacts(runId);
  expect(attempts.map(({ nodeId, number, status }) => [nodeId, number, status])).toEqual([
    ["end", 1, "completed"],
    ["talk", 1, "completed"],
  ]);
  const before = await readRunFacts(database, runId);
  await send(engineEventNames.agentReady, talk, otherIds(5));
  await send(engineEventNames.nodeReady, { ...talk, nodeId: "end" }, otherIds(5));
  await send(engineEventNames.nodeReady, { ...talk, nodeId: "nobody" }, otherIds(1));
  await send(engineEventNames.nodeReady, { ...talk, runId: randomUUID() }, otherIds(1));
  await until(
    () =>
      database.asOwner("select from graphile_worker.jobs where run_at <= now() and key not like 'cron:%'"),
    (jobs) => jobs.length === 0,
  );
  expect(await readRunFacts(database, runId)).toEqual(before);
});

it("suffers no harm from being asked to go on, at any time and from many sides", async () => {
  const random = seededRandom(11);
  const calm = await stage.start(troubledPipeline(0), "ebb and flow");
  const runId = await stage.start(troubledPipeline(6), "ebb and flow");
  const request = { workspaceId, runId };
  const engine = createTestEngine(stage.context, { engine: "embedded" });
  let isOver = false;
  const nagging = (async () => {
    while (!isOver) {
      await send(engineEventNames.runRequested, request, otherIds(3));
      await Promise.all([1, 2, 3].map(() => continueRun(engine, workspaceId, runId)));
      await new Promise((resolve) => setTimeout(resolve, random() * 40));
    }
  })();
  await stage.ended([runId]);
  isOver = true;
  await nagging;
  const facts = await soundFacts(runId);
  expect(facts.attempts.filter(({ status }) => status === "lost")).toEqual([]);
  expect(facts.output).toEqual((await soundFacts(calm)).output);
});
