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

function spread(figuresMs: readonly number[]): string {
  const sorted = figuresMs.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${sorted.length} times, p50 ${middle} ms, max ${sorted.at(-1)} ms`;
}

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
  await active.ready;
  let standby = stage.spawnWorker();
  const calm = await startAll(0);
  await stage.ended(calm);

  const runIds = await startAll(12);
  /** From a kill to the next line of any log: with another worker in its place, and with one that must start first. */
  const takeoverMs: number[] = [];
  const coldMs: number[] = [];
  for (let kill = 0; kill < killCount; kill += 1) {
    const isAlone = random() < 0.25;
    if (!isAlone) await standby.inPlace();
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
    const killedAtMs = Date.now();
    await active.end("SIGKILL");
    if (isAlone) await standby.end("SIGKILL");
    [active, standby] = isAlone ? [stage.spawnWorker(), standby] : [standby, stage.spawnWorker()];
    if (isAlone) {
      await active.ready;
      standby = stage.spawnWorker();
    }
    const open = await database.asOwner("select from runs where status in ('pending', 'running', 'waiting')");
    if (open.length === 0) break;
    const gapMs = (await until(lastLineAtMs, (atMs) => atMs > killedAtMs)) - killedAtMs;
    (isAlone ? coldMs : takeoverMs).push(gapMs);
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
  const lostCount = lost.reduce((sum, count) => sum + count, 0);
  await annotate(
    `${lostCount} attempts lost; kill to next line: takeover ${spread(takeoverMs)}, new start ${spread(coldMs)}`,
  );
  expect(faults).toEqual([]);
  expect(await outputsOf(runIds)).toEqual(await outputsOf(calm));
}, 180_000);
