import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { agent, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

const count = 12;
const list = Array.from({ length: count }, (_, index) => index);

/** A list of twelve, three at a time, each asked of a model. */
const pipeline = chainOf("Map", [
  trigger,
  {
    id: "each",
    type: "map",
    name: "Each",
    config: {
      items: `[${list.join(", ")}]`,
      concurrency: 3,
      body: {
        nodes: [
          agent("say", "pace=20&tokens=12"),
          {
            id: "tell",
            type: "transform",
            name: "Tell",
            config: { value: { item: "trigger", at: "item.index" } },
          },
        ],
        edges: [{ id: "b1", from: "say", to: "tell" }],
      },
    },
  },
]);

interface Item {
  readonly id: RunId;
  readonly status: string;
  readonly index: number;
}

const itemsOf = (runId: RunId) =>
  database.asOwner<Item>(
    "select id, status, parent_iteration as index from runs where parent_run_id = $1 order by parent_iteration, id",
    [runId],
  );

describe("a map", () => {
  it("works through each item once, whenever its workers are killed, and books what was bought", async () => {
    const runId = await stage.start(pipeline);
    for (const done of [1, 4, 8]) {
      const worker = stage.spawnWorker();
      await worker.ready;
      await until(
        () => itemsOf(runId),
        (items) => items.filter(({ status }) => status === "completed").length >= done,
      );
      await worker.end("SIGKILL");
    }
    stage.spawnWorker();
    await stage.ended([runId]);
    const items = await itemsOf(runId);
    expect(items.map(({ index, status }) => [index, status])).toEqual(
      list.map((index) => [index, "completed"]),
    );
    for (const id of [runId, ...items.map((item) => item.id)]) {
      const facts = await readRunFacts(database, id);
      const bill = await findBillFaults(facts, stage.sandbox.stats().entries);
      expect([...findFaults(facts), ...bill]).toEqual([]);
    }
    const [root] = await database.asOwner<{ output: unknown }>("select output from runs where id = $1", [
      runId,
    ]);
    expect(root?.output).toEqual(list.map((index) => ({ item: index, at: index })));
  });
});
