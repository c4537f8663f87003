import { afterAll, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { maxLostInARow } from "#core/policy/retry.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { troubledPipeline } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { setStage } from "./testing/set-stage.ts";
import { spread } from "./testing/spread.ts";
import { until } from "./testing/until.ts";
import { WorkerPair } from "./testing/worker-pair.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterAll(() => stage.close());

/** `CHAOS_SEED=7 CHAOS_KILLS=200` plays another plan, or a longer one. */
const seed = Number(process.env.CHAOS_SEED ?? 20_261_120);
const killCount = Number(process.env.CHAOS_KILLS ?? 12);
/** So many runs are under way at each kill. */
const openRuns = 15;

const inputs = Array.from(
  { length: openRuns },
  (_, index) => `Tide ${index} comes in, tide ${index} goes out.`,
);

/** A run, and the one that had the same input and no trouble. */
interface Twin {
  readonly runId: RunId;
  readonly calmRunId: RunId;
}

/** The last line of any log, to see whether work goes on. */
async function lastLineAtMs(): Promise<number> {
  const [row] = await database.asOwner<{ atMs: number }>(
    `select (extract(epoch from max(created_at)) * 1000)::float8 as "atMs" from run_events`,
  );
  return row?.atMs ?? 0;
}

/** Starts runs until enough are under way. */
async function fillUp(twins: Twin[], calm: readonly RunId[]): Promise<void> {
  const open = await database.asOwner("select from runs where status in ('pending', 'running', 'waiting')");
  for (let count = open.length; count < openRuns; count += 1) {
    const index = twins.length % openRuns;
    const runId = await stage.start(troubledPipeline(20), inputs[index]);
    twins.push({ runId, calmRunId: calm[index] ?? runId });
  }
}

/** A node that loses five workers in a row fails for good: one that comes near is let through before the next kill. */
async function spareTheUnlucky(): Promise<void> {
  const unlucky = () =>
    database.asOwner(
      `select from attempts lost
         join node_runs node using (run_id, node_id, iteration)
        where lost.status = 'lost' and node.finished_at is null
        group by run_id, node_id, iteration having count(*) >= $1`,
      [maxLostInARow - 2],
    );
  await until(unlucky, (nodes) => nodes.length === 0);
}

async function findAllFaults(twins: readonly Twin[]): Promise<{ faults: string[]; lost: number }> {
  const bill = stage.sandbox.stats().entries;
  const faults: string[] = [];
  let lost = 0;
  for (const { runId, calmRunId } of twins) {
    const facts = await readRunFacts(database, runId);
    const calm = await readRunFacts(database, calmRunId);
    faults.push(...findFaults(facts), ...(await findBillFaults(facts, bill)));
    const [output, calmOutput] = [JSON.stringify(facts.output), JSON.stringify(calm.output)];
    if (facts.status !== "completed" || output !== calmOutput) {
      faults.push(`run ${runId}: is ${facts.status} with ${output}, and without trouble ${calmOutput}`);
    }
    lost += facts.attempts.filter(({ status }) => status === "lost").length;
  }
  return { faults, lost };
}

it(`ends all runs right through ${killCount} kills (seed ${seed})`, {
  timeout: 120_000 + killCount * 30_000,
}, async ({ annotate }) => {
  const random = seededRandom(seed);
  const workers = await WorkerPair.start(stage);
  const calm = await Promise.all(inputs.map((input) => stage.start(troubledPipeline(0), input)));
  await stage.ended(calm);

  const twins: Twin[] = [];
  const takenOverMs: number[] = [];
  const startedAnewMs: number[] = [];
  for (let kill = 0; kill < killCount; kill += 1) {
    const killsBoth = random() < 0.2;
    if (!killsBoth) await workers.standsBy();
    await fillUp(twins, calm);
    await spareTheUnlucky();
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 600));
    const killedAtMs = Date.now();
    await (killsBoth ? workers.killBoth() : workers.killActive());
    const nextLineAtMs = await until(lastLineAtMs, (atMs) => atMs > killedAtMs);
    (killsBoth ? startedAnewMs : takenOverMs).push(nextLineAtMs - killedAtMs);
  }
  await stage.ended(twins.map(({ runId }) => runId));

  const { faults, lost } = await findAllFaults(twins);
  await annotate(
    `${twins.length} runs, ${lost} attempts lost; from a kill to the next line: ${spread(takenOverMs)} with another worker standing by, ${spread(startedAnewMs)} with a new one`,
  );
  expect(faults, faults.join("\n")).toEqual([]);
  expect(lost).toBeGreaterThan(0);
});
