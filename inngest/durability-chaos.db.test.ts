import { afterAll, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterAll(() => stage.close());

const seed = Number(process.env.CHAOS_SEED ?? 20_261_120);
const runCount = Number(process.env.CHAOS_RUNS ?? 15);
const killCount = Number(process.env.CHAOS_KILLS ?? 12);

const inputs = Array.from(
  { length: runCount },
  (_, index) => `Tide number ${index} comes in, tide number ${index} goes out.`,
);
const startAll = (paceMs: number) =>
  Promise.all(inputs.map((input) => stage.start(troubledPipeline(paceMs), input)));

const outputsOf = (runIds: readonly RunId[]) =>
  Promise.all(runIds.map(async (runId) => (await readRunFacts(database, runId)).output));

/** The last line of any log, to see whether work goes on. */
async function lastLineAtMs(): Promise<number> {
  const [row] = await database.asOwner<{ atMs: number }>(
    `select (extract(epoch from max(created_at)) * 1000)::float8 as "atMs" from run_events`,
  );
  return row?.atMs ?? 0;
}

it(`ends ${runCount} runs right through ${killCount} kills (seed ${seed})`, async ({ annotate }) => {
  const random = seededRandom(seed);
  let active = stage.spawnWorker();
  let standby = stage.spawnWorker();
  await active.ready;
  const calm = await startAll(0);
  await stage.ended(calm);

  const runIds = await startAll(12);
  const gapsMs: number[] = [];
  for (let kill = 0; kill < killCount; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 900));
    const killedAtMs = Date.now();
    await active.end("SIGKILL");
    [active, standby] = [standby, stage.spawnWorker()];
    const open = await database.asOwner("select from runs where status in ('pending', 'running', 'waiting')");
    if (open.length === 0) break;
    gapsMs.push((await until(lastLineAtMs, (atMs) => atMs > killedAtMs)) - killedAtMs);
  }
  await stage.ended(runIds, 60_000);

  const bill = stage.sandbox.stats().entries;
  const faults: string[] = [];
  const lost: number[] = [];
  for (const runId of runIds) {
    const facts = await readRunFacts(database, runId);
    faults.push(...findFaults(facts), ...(await findBillFaults(facts, bill)));
    lost.push(facts.attempts.filter(({ status }) => status === "lost").length);
  }
  gapsMs.sort((left, right) => left - right);
  await annotate(
    `${gapsMs.length} kills, ${lost.reduce((sum, count) => sum + count, 0)} attempts lost; kill to next line: p50 ${gapsMs[gapsMs.length >> 1]} ms, max ${gapsMs.at(-1)} ms`,
  );
  expect(faults).toEqual([]);
  expect(await outputsOf(runIds)).toEqual(await outputsOf(calm));
}, 180_000);
