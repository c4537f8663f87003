import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

type Definition = Parameters<typeof seedPipeline>[1];

/** Publishes a pipeline and returns its id, by which it can be called. */
async function publish(definition: Definition): Promise<string> {
  const pipelineId = await seedPipeline(stage.context, definition);
  await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
  return pipelineId;
}

const call = (id: string, pipeline: string) => ({
  id,
  type: "call" as const,
  name: id,
  config: { pipeline },
});

/** The root and all that it has led to. */
const treeOf = (runId: RunId) =>
  database.asOwner<{ id: RunId; status: string; depth: number }>(
    "select id, status, depth from runs where id = $1 or root_run_id = $1 order by depth, id",
    [runId],
  );

async function expectSound(runId: RunId, status: string): Promise<void> {
  for (const { id } of await treeOf(runId)) {
    const facts = await readRunFacts(database, id);
    expect([...findFaults(facts), ...(await findBillFaults(facts, stage.sandbox.stats().entries))]).toEqual(
      [],
    );
    expect(facts.status).toBe(status);
  }
}

describe("a tree of runs", () => {
  it("goes on where it was, whichever of its workers is killed, and books what was bought", async () => {
    const leaf = await publish(chainOf("Leaf", [trigger, agent("say", "pace=20&tokens=30"), noop("end")]));
    const middle = await publish(
      chainOf("Middle", [trigger, noop("before"), call("down", leaf), noop("after")]),
    );
    const runId = await stage.start(
      chainOf("Top", [trigger, call("one", middle), call("two", leaf), noop("last")]),
    );
    for (const size of [2, 3, 4]) {
      const worker = stage.spawnWorker();
      await worker.ready;
      await until(
        () => treeOf(runId),
        (runs) => runs.length >= size,
      );
      await worker.end("SIGKILL");
    }
    stage.spawnWorker();
    await stage.ended([runId]);
    await expectSound(runId, "completed");
    expect((await treeOf(runId)).map(({ depth }) => depth)).toEqual([0, 1, 1, 2]);
  });

  it("is stopped as a whole, while its worker is killed", async () => {
    const leaf = await publish(chainOf("Slow leaf", [trigger, agent("say", "pace=200&tokens=400")]));
    const middle = await publish(chainOf("Slow middle", [trigger, call("down", leaf)]));
    const runId = await stage.start(chainOf("Slow top", [trigger, call("one", middle)]));
    const worker = stage.spawnWorker();
    await worker.ready;
    await until(
      () => treeOf(runId),
      (runs) => runs.length === 3 && runs.every(({ status }) => status === "running"),
    );
    await Promise.all([cancelRun(stage.context, { runId, reason: "enough" }), worker.end("SIGKILL")]);
    stage.spawnWorker();
    await stage.ended([runId]);
    await expectSound(runId, "cancelled");
  });
});
