import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { applyAll } from "#appliance/database/apply-migrations.ts";
import { ensureDatabase } from "#appliance/database/ensure-database.ts";
import { spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { crashPostgres } from "./testing/crash-postgres.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults, type RunFault } from "./testing/find-faults.ts";
import { troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { type StageDatabase, setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const stateFolder = await mkdtemp(join(tmpdir(), "penstock-durability-"));
let server = await spawnPostgres({ stateFolder });
await ensureDatabase(server.superuserUrl("postgres"), "penstock");
const ownerUrl = server.superuserUrl("penstock");
const urls = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" });
const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
owner.on("error", () => undefined);
const database: StageDatabase = {
  ...urls,
  db: createDatabase({ url: urls.appUrl, poolSize: 10, waitMs: patienceMs }),
  asOwner: async (sql, values = []) => (await owner.query(sql, [...values])).rows,
};
const stage = await setStage(database);

afterAll(async () => {
  await stage.close();
  await database.db.$disconnect();
  await owner.end();
  await server.stop();
  await rm(stateFolder, { recursive: true, force: true });
});

const crashes = 3;
const inputs = Array.from({ length: 6 }, (_, index) => `Tide ${index} comes in and goes out again.`);

/** What a client does: when the stream breaks, it comes back with the number of the last line that it has seen. */
async function readOn(runId: RunId): Promise<{ events: readonly RunEvent[]; errors: number }> {
  const events: RunEvent[] = [];
  let errors = 0;
  while (!events.at(-1)?.type.startsWith("run.") || events.length === 1) {
    try {
      const afterSeq = events.at(-1)?.seq ?? 0;
      for await (const event of watchRun(stage.context, { runId, afterSeq }, AbortSignal.timeout(120_000))) {
        events.push(event);
      }
    } catch {
      errors += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return { events, errors };
}

/** What a client does: it asks again under the same key until it has an answer. */
async function startUntilAnswered(input: string): Promise<RunId> {
  const pipelineId = await until(
    () => seedPipeline(stage.context, troubledPipeline(0)),
    () => true,
  );
  const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: randomUUID() };
  return (
    await until(
      () => startRun(stage.context, asked),
      () => true,
    )
  ).runId;
}

it("survives a database that is killed again and again: the worker reconnects, nothing acknowledged is lost", async ({
  annotate,
}) => {
  const random = seededRandom(3);
  const worker = stage.spawnWorker();
  await worker.ready;
  const calm = await Promise.all(inputs.map((input) => stage.start(troubledPipeline(0), input)));
  await stage.ended(calm);

  const runIds = await Promise.all(inputs.map((input) => stage.start(troubledPipeline(25), input)));
  const readers = runIds.map(readOn);
  const startedMeanwhile: Promise<RunId>[] = [];
  const backAfterMs: number[] = [];
  const { port } = server;
  for (let crash = 0; crash < crashes; crash += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300 + random() * 900));
    const killedAtMs = Date.now();
    const crashing = crashPostgres(server, stateFolder);
    startedMeanwhile.push(startUntilAnswered(`started in crash ${crash}`));
    server = await crashing;
    expect(server.port).toBe(port);
    const backAtMs = Date.now();
    await until(
      () =>
        database.asOwner<{ atMs: number }>(
          `select (extract(epoch from max(created_at)) * 1000)::float8 as "atMs" from run_events`,
        ),
      ([row]) => (row?.atMs ?? 0) > backAtMs,
    );
    backAfterMs.push(Date.now() - killedAtMs);
  }
  const later = await Promise.all(startedMeanwhile);
  await stage.ended([...runIds, ...later]);
  expect(worker.hasEnded).toBe(false);

  const bill = stage.sandbox.stats().entries;
  const faults: RunFault[] = [];
  let lost = 0;
  let longestSilenceMs = 0;
  for (const runId of [...runIds, ...later]) {
    const facts = await readRunFacts(database, runId);
    faults.push(...findFaults(facts), ...(await findBillFaults(facts, bill)));
    lost += facts.attempts.filter(({ status }) => status === "lost").length;
    longestSilenceMs = Math.max(
      longestSilenceMs,
      ...facts.events.map(({ atMs }, index) => atMs - (facts.events[index - 1]?.atMs ?? atMs)),
    );
  }
  const read = await Promise.all(readers);
  await annotate(
    `kill to next line ${backAfterMs.join(", ")} ms; longest silence in a log ${longestSilenceMs} ms; ${lost} attempts lost; readers met ${read.map(({ errors }) => errors).join(", ")} errors`,
  );
  expect(faults).toEqual([]);
  for (const [index, runId] of runIds.entries()) {
    const { events, output } = await readRunFacts(database, runId);
    expect(read[index]?.events.map(({ seq, type }) => [seq, type])).toEqual(
      events.map(({ seq, type }) => [seq, type]),
    );
    expect(output).toEqual((await readRunFacts(database, calm[index] ?? runId)).output);
  }
  const [count] = await database.asOwner<{ runs: number }>("select count(*)::int as runs from runs");
  expect(count?.runs).toBe(2 * inputs.length + crashes);
}, 180_000);
