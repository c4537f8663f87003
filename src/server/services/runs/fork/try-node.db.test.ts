import { beforeAll, describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { getRun } from "../reading/get-run.ts";
import { startRun } from "../start/start-run.ts";
import { forkRun } from "./fork-run.ts";
import { planFork } from "./plan-fork.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const make = (id: string, value: string) => ({ id, type: "transform", name: id, config: { value } }) as const;
const before = chainOf("Try", [
  trigger,
  make("a", "'a of ' + input"),
  make("b", "'b of ' + input"),
  make("c", "input"),
]);

/** A run of start > a > b > c, and a draft that has changed since: `c` is half written. */
async function changedSince() {
  const pipelineId = await seedPipeline(context, before satisfies PipelineDefinitionInput);
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  const draft = {
    ...before,
    nodes: [
      trigger,
      make("a", "'other a'"),
      make("b", "'new b of ' + input"),
      { id: "c", type: "transform" },
    ],
  };
  await database.asOwner("update pipelines set draft = $1::jsonb where id = $2", [
    JSON.stringify(draft),
    pipelineId,
  ]);
  return { runId, pipelineId };
}

describe("a node that is tried", () => {
  it("is the end of the new run, whatever is wrong after it", async () => {
    const { runId } = await changedSince();
    const ask = (changes: object) => planFork(context, { runId, fromNodeIds: ["b"], changes });
    await expect(ask({ version: "draft" })).rejects.toMatchObject({ code: "INVALID_DEFINITION" });
    expect(await ask({ version: "draft", until: "b" })).toMatchObject({
      reused: ["start"],
      rerun: ["a", "b"],
    });
    expect(await ask({ until: "b" })).toMatchObject({ reused: ["start", "a"], rerun: ["b"] });
  });

  it("uses pinned results, although the nodes that produced them have changed", async () => {
    const { runId } = await changedSince();
    const changes = { version: "draft", until: "b", pinned: ["start", "a"] } as const;
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], changes, idempotencyKey: null });
    const { run, definition } = await getRun(context, fork);
    expect(run).toMatchObject({ status: "completed", output: "new b of a of tides", versionNumber: null });
    expect(definition.nodes.map(({ id }) => id)).toEqual(["start", "a", "b"]);
    expect(run.forkChanges).toEqual([
      { what: "version", from: null, to: null },
      { what: "until", nodeId: "b" },
      { what: "pinned", nodeIds: ["start", "a"] },
    ]);
  });

  it.each([
    [{ until: "gone" }, [], 'changes.until: there is no such node "gone".'],
    [{ until: "a", pinned: ["b"] }, [], "changes.pinned: b: there is no such node."],
    [{ pinned: ["b"] }, ["b"], "changes.pinned: b: it is to run again."],
    [{ pinned: ["a"], outputs: { a: 1 } }, [], "changes.pinned: a: an output is given for it."],
  ])("refuses %j, naming the place", async (changes, fromNodeIds, message) => {
    const { runId } = await changedSince();
    const refused = planFork(context, { runId, fromNodeIds, changes });
    await expect(refused).rejects.toMatchObject({ code: "INVALID_INPUT", message });
  });

  it("needs no earlier run", async () => {
    const { pipelineId } = await changedSince();
    const asked = { pipelineId, input: "x", variables: {}, version: "draft", idempotencyKey: null } as const;
    const { run } = await getRun(context, await startRun(context, { ...asked, until: "b" }));
    expect(run).toMatchObject({ status: "completed", output: "new b of other a", versionNumber: null });
    await expect(startRun(context, { ...asked, until: "gone" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: 'until: there is no such node "gone".',
    });
  });
});
