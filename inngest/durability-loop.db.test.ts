import { readFile } from "node:fs/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunId } from "#core/ids.ts";
import { cassetteSchema } from "#core/run/cassette/cassette.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { exportCassette } from "#server/services/runs/recordings/export-cassette.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

type Definition = Parameters<typeof seedPipeline>[1];

/** The loop of the documentation. */
async function documented(): Promise<Definition> {
  const page = await readFile(new URL("../docs/child-runs.md", import.meta.url), "utf8");
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => parse(yaml));
  return (
    examples.find(({ nodes }) => nodes.some(({ type }: { type: string }) => type === "loop")) ??
    expect.fail("the page has no loop")
  );
}

const passesOf = (runId: RunId) =>
  database.asOwner<{ id: RunId; pass: number; status: string }>(
    "select id, parent_iteration as pass, status from runs where parent_run_id = $1 order by parent_iteration, id",
    [runId],
  );

describe("a loop", () => {
  it("makes no pass twice, and buys nothing twice, though workers are killed in them", async () => {
    const pipelineId = await seedPipeline(stage.context, await documented());
    const input = { text: "Tides are caused by the moon. The sun has a part in it." };
    const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(stage.context, asked);
    for (const size of [1, 2]) {
      const worker = stage.spawnWorker();
      await worker.ready;
      await until(
        () => passesOf(runId),
        (passes) => passes.length >= size,
      );
      await worker.end("SIGKILL");
    }
    stage.spawnWorker();
    await stage.ended([runId]);
    const passes = await passesOf(runId);
    expect(passes.map(({ pass, status }) => `${pass} ${status}`)).toEqual([
      "1 completed",
      "2 completed",
      "3 completed",
    ]);
    for (const id of [runId, ...passes.map((pass) => pass.id)]) {
      const facts = await readRunFacts(database, id);
      const bill = await findBillFaults(facts, stage.sandbox.stats().entries);
      expect([...findFaults(facts), ...bill]).toEqual([]);
    }
    const { run, nodeRuns } = await getRun(stage.context, { runId });
    expect(run.status).toBe("completed");
    expect(nodeRuns.find(({ nodeId }) => nodeId === "better")?.output).toMatchObject({
      passes: 3,
      stop: "until",
      result: { mark: 3 },
    });
    const { text } = await exportCassette(stage.context, { runId });
    const { better } = cassetteSchema.parse(JSON.parse(text)).nodes;
    expect(better?.attempts).toMatchObject([{ end: "completed", stop: "until" }]);
  });
});
