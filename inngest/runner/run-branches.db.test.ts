import { afterAll, describe, expect, it } from "vitest";
import { nodeReadyDataSchema } from "#core/dispatch/engine-event.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { findFaults } from "#inngest/testing/find-faults.ts";
import { noop, trigger } from "#inngest/testing/pipelines.ts";
import { readRunFacts } from "#inngest/testing/read-run-facts.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { EngineKind } from "#server/services/progress/engine-context.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { carryBranches } from "./run-branches.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const sandbox = await startSandboxServer();
afterAll(() => sandbox.close());
const runner = createTestRunner(context, { sandboxUrl: sandbox.url });
const { workspaceId } = context.actor;

type Node = PipelineDefinitionInput["nodes"][number];

/** These side by side behind a node, which is the first unless said, and then one that waits for all. */
async function startFan(
  branches: readonly Node[],
  { behind = "first", engine = context.runs.engine }: { behind?: string; engine?: EngineKind } = {},
): Promise<RunId> {
  const isBehindTrigger = behind === trigger.id;
  const edges = branches.flatMap(({ id }) => [
    { id: `out-${id}`, from: behind, to: id },
    { id: `in-${id}`, from: id, to: "end" },
  ]);
  const pipelineId = await seedPipeline(context, {
    name: `Fan of ${branches.length}`,
    nodes: [trigger, ...(isBehindTrigger ? [] : [noop("first")]), ...branches, noop("end")],
    edges: [...(isBehindTrigger ? [] : [{ id: "begin", from: trigger.id, to: "first" }]), ...edges],
  });
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun({ ...context, runs: { ...context.runs, engine } }, asked)).runId;
}

const runFirst = (runId: RunId) =>
  runShortNodes(runner, { workspaceId, runId, nodeId: "first", handoverToken: null }, "may-follow");

const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

/** The nodes that the engine is asked for, but for the first, which it was asked for from the start. */
function askedOf(runId: RunId) {
  return database.asOwner<{ node: string; isLater: boolean }>(
    `select payload->'data'->>'nodeId' as node, not_before > created_at as "isLater" from system.outbox
      where payload->'data'->>'runId' = $1 and payload->'data'->>'nodeId' <> 'first' order by 1`,
    [runId],
  );
}

describe("the branches of a fan", () => {
  it("run in the step that leads to them, with what waits for them, each with an attempt of its own and no job", async () => {
    const runId = await startFan(ids(8).map(noop));
    expect(await runFirst(runId)).toEqual({ kind: "done", next: null });
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.status).toBe("completed");
    expect(facts.attempts.map(({ number }) => number)).toEqual(Array(10).fill(1));
    expect(await askedOf(runId)).toEqual([]);
  });

  it("leave what must wait to a job for its time, and go on without it", async () => {
    const unreachable = {
      id: "unreachable",
      type: "action",
      name: "Unreachable",
      config: { action: "http.request", method: "GET", url: "http://nowhere.invalid/" },
      retry: { maxRetries: 1 },
    } as const;
    const runId = await startFan([noop("a"), unreachable, noop("b")]);
    expect(await runFirst(runId)).toEqual({ kind: "done", next: null });
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("running");
    const done = facts.attempts.filter(({ status }) => status === "completed").map(({ nodeId }) => nodeId);
    expect(done.toSorted()).toEqual(["a", "b", "first"]);
    expect(await askedOf(runId)).toEqual([{ node: "unreachable", isLater: true }]);
  });

  it("get jobs as soon as the process has no room for more of the workspace", async () => {
    const runId = await startFan(ids(60).map(noop));
    await runFirst(runId);
    const left = await askedOf(runId);
    expect(left).toHaveLength(9);
    const facts = await readRunFacts(database, runId);
    expect(facts.attempts.filter(({ status }) => status === "completed")).toHaveLength(52);
    // The room is free again.
    const next = await startFan(ids(51).map(noop));
    await runFirst(next);
    expect((await readRunFacts(database, next)).status).toBe("completed");
  });
});

describe("the branches right behind a trigger", () => {
  it("share a job, are claimed in a few transactions, and end the run with what waits for them", async () => {
    const runId = await startFan(ids(20).map(noop), { behind: trigger.id, engine: "embedded" });
    const jobs = await database.asOwner<{ data: Json }>(
      "select payload->'data' as data from graphile_worker._private_jobs",
    );
    expect(jobs).toHaveLength(1);
    const { nodeId, beside = [] } = nodeReadyDataSchema.parse(jobs[0]?.data);
    const request = { workspaceId, runId, nodeId, handoverToken: null };
    await carryBranches(runner, request, [{ nodeId }, ...beside]);
    const facts = await readRunFacts(database, runId);
    expect(findFaults(facts)).toEqual([]);
    expect(facts.status).toBe("completed");
    expect(facts.attempts.map(({ number }) => number)).toEqual(Array(21).fill(1));
    const [claims] = await database.asOwner<{ transactions: number }>(
      `select count(distinct xmin::text)::int as transactions from run_events
        where run_id = $1 and type = 'node.started' and node_id <> 'end'`,
      [runId],
    );
    expect(claims?.transactions).toBeLessThanOrEqual(3);
  });

  it("run one after another where there is no room for all at once", async () => {
    const nodes = ids(60).map((nodeId) => ({ nodeId }));
    const runId = await startFan(ids(60).map(noop), { behind: trigger.id });
    await carryBranches(runner, { workspaceId, runId, nodeId: "n0", handoverToken: null }, nodes);
    expect((await readRunFacts(database, runId)).status).toBe("completed");
    // The room is free again.
    const next = await startFan(ids(51).map(noop));
    await runFirst(next);
    expect((await readRunFacts(database, next)).status).toBe("completed");
  });
});
