import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { bundleProgram } from "#server/testing/bundle-program.ts";

const database = await createTestDatabase();
const program = await bundleProgram(join(import.meta.dirname, "testing/tick-process.ts"));
const minute = 60_000;
const minutes = 24;

const definition: PipelineDefinitionInput = {
  name: "Every minute",
  nodes: [{ id: "start", type: "trigger", name: "Start" }],
  edges: [],
  triggers: ["a", "b", "c"].map((id) => ({
    id,
    kind: "schedule",
    cron: "* * * * *",
    overlap: "allow",
    catchUp: "all",
    catchUpSeconds: 86_400,
  })),
};

/**
 * Lets a process check from one minute on and kills it in the middle of its work. Returns the last minute it has
 * reported.
 */
async function lookAndDie(fromMs: number, looks: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    program,
    database.appUrl,
    String(fromMs),
  ]);
  let [lastMs, count] = [fromMs, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    [lastMs, count] = [Number(line), count + 1];
    if (count >= looks && !child.killed) setTimeout(() => child.kill("SIGKILL"), afterMs);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return lastMs;
}

it("starts each minute once, although the checking processes are killed again and again", {
  timeout: 120_000,
}, async () => {
  const context = await createTestContext(database.db);
  const pipelineId = await seedPipeline(context, definition);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  const zeroMs = Math.ceil(Date.now() / minute) * minute;
  const lives = async (seed: number) => {
    let atMs = zeroMs;
    for (let life = 0; atMs < zeroMs + minutes * minute; life += 1)
      atMs = await lookAndDie(atMs, 6 + seed, (life * 3 + seed) % 7);
    return atMs;
  };
  await Promise.all([lives(0), lives(3)]);
  const rows = await database.asOwner<{ key: string; due: number; outcome: string; runs: number }>(
    `select t.key, (extract(epoch from f.due_at) * 1000)::float8 as due, f.outcome,
            (select count(*)::int from runs r where r.id = f.run_id and r.trigger_id = t.id) as runs
       from trigger_firings f join triggers t on t.id = f.trigger_id order by t.key, f.due_at`,
  );
  const [runs] = await database.asOwner<{ count: number }>("select count(*)::int as count from runs");
  expect(runs?.count).toBe(rows.length);
  expect(rows.every(({ outcome, runs: own }) => outcome === "started" && own === 1)).toBe(true);
  for (const key of ["a", "b", "c"]) {
    const due = rows.filter((row) => row.key === key).map((row) => row.due);
    expect(due.length).toBeGreaterThanOrEqual(minutes);
    expect(due.every((at, index) => index === 0 || at - (due[index - 1] ?? 0) === minute)).toBe(true);
  }
});
