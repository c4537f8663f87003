import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readChain } from "#server/db/trigger/chain-store.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import { clearOldRows } from "#server/services/clearing/clear-old-rows.ts";
import { deletePipeline } from "#server/services/deletion/delete-pipeline.ts";
import { deleteRun } from "#server/services/deletion/delete-run.ts";
import { purge } from "#server/services/deletion/purge.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { listChildRuns } from "#server/services/runs/reading/list-child-runs.ts";
import { exportCassette } from "#server/services/runs/recordings/export-cassette.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { continueRun } from "../healing/continue-run.ts";
import { call, failed, handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
const { workspaceId } = stage.context.actor;

const booked = {
  ...noop("book"),
  config: { action: "noop", undo: { action: "log", message: "taken back" } },
} as unknown as ReturnType<typeof noop>;

beforeAll(async () => {
  await stage.publish("leaf", chainOf("Leaf", [trigger, noop("inside")]));
  await stage.publish("books", chainOf("Books", [trigger, booked, noop("slow")]));
});

const top = (slug: string) =>
  stage.publish(
    `top-${Math.random().toString(36).slice(2, 8)}`,
    chainOf("Top", [trigger, call("each", slug)]),
  );

async function ended(slug: string): Promise<{ readonly runId: RunId; readonly childId: RunId }> {
  const runId = await stage.start(await top(slug), "tides");
  await stage.work();
  return { runId, childId: (await stage.childOf(runId)).id };
}

describe("a tree", () => {
  it("works as documented", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../../docs/child-runs.md"), "utf8");
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const kind = { kind: "'praise, ' + variables.tone" };
    const shape = { id: "shape", type: "transform", name: "Shape", config: { value: kind } } as const;
    const called = { ...chainOf("Triage", [trigger, shape]), variables: { tone: { required: true } } };
    await stage.publish("review-triage", called);
    const runId = await stage.start(await stage.publish("answer", parse(yaml)), { review: "Good." });
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({
      status: "completed",
      output: { kind: "praise, friendly", review: "Good." },
    });
  });

  it("is undone where it is stopped with undo, before its root ends", async () => {
    const runId = await stage.start(await top("books"));
    await stage.work((task) => (task.node.id === "slow" ? "never" : handOn(task)));
    const child = await stage.childOf(runId);
    await cancelRun(stage.context, { runId, reason: "enough", undo: true });
    await stage.work((task) => (task.node.id === "slow" ? "never" : handOn(task)));
    await stage.loseLeases(child.id);
    await continueRun(stage.engine, workspaceId, child.id);
    await stage.work();
    const undone = await getRun(stage.context, { runId: child.id });
    expect(undone.undo?.steps).toMatchObject([{ nodeId: "book", status: "completed" }]);
    expect((await stage.runOf(runId)).status).toBe("cancelled");
  });

  it("shows each of its runs where it is in the tree, and the sums of all", async () => {
    const { runId, childId } = await ended("leaf");
    const child = await getRun(stage.context, { runId: childId });
    expect(child.ancestors).toMatchObject([{ runId, pipelineName: "Top", nodeId: "each" }]);
    expect(child.tree?.runs).toBe(2);
    const root = await getRun(stage.context, { runId });
    expect({ ancestors: root.ancestors, runs: root.tree?.runs }).toEqual({ ancestors: [], runs: 2 });
    const page = await listChildRuns(stage.context, {
      runId,
      nodeId: "each",
      onlyFailed: false,
      cursor: null,
      limit: 1,
    });
    expect(page).toMatchObject({
      children: [{ runId: childId, attempt: 1, ordinal: 0 }],
      nextCursor: null,
    });
    const behind = await listChildRuns(stage.context, {
      runId,
      nodeId: "each",
      onlyFailed: false,
      cursor: "0.1",
      limit: 1,
    });
    expect(behind.children).toEqual([]);
    const wrong = listChildRuns(stage.context, {
      runId,
      nodeId: "each",
      onlyFailed: false,
      cursor: "x",
      limit: 1,
    });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("is recorded run by run: a call is a step with its answer, if any", async () => {
    const { runId, childId } = await ended("leaf");
    for (const id of [runId, childId]) {
      const { text } = await exportCassette(stage.context, { runId: id });
      expect(JSON.parse(text).run).toMatchObject({ id, status: "completed", output: "tides" });
    }
    const failing = await stage.start(await top("leaf"), "tides");
    await stage.work((task) => (task.node.id === "inside" ? failed("no") : handOn(task)));
    const { text } = await exportCassette(stage.context, { runId: failing });
    expect(JSON.parse(text).nodes.each.attempts).toMatchObject([
      { end: "failed", error: { code: "CHILD_FAILED" } },
    ]);
  });

  it("lets a child be forked; the fork is a root", async () => {
    const { childId } = await ended("leaf");
    const fork = await forkRun(stage.context, {
      runId: childId,
      fromNodeIds: ["inside"],
      idempotencyKey: null,
    });
    await stage.work();
    expect(await getRun(stage.context, { runId: fork.runId })).toMatchObject({
      run: { status: "completed", triggerKind: "fork", output: "tides" },
      ancestors: [],
      tree: null,
    });
  });

  it("is deleted as a whole, and not in parts", async () => {
    const { runId, childId } = await ended("leaf");
    await expect(deleteRun(stage.context, { runId: childId })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(runId),
    });
    await deleteRun(stage.context, { runId });
    const left = await stage.database.asOwner("select 1 from runs where id = any($1)", [[runId, childId]]);
    expect(left).toEqual([]);
  });

  it("counts as one run in a chain of events, so that a cycle of them ends", async () => {
    const { runId, childId } = await ended("leaf");
    const chain = await withTenant(stage.context.db, workspaceId, (tx) =>
      readChain(tx, workspaceId, childId),
    );
    expect(chain).toEqual([runId]);
  });
});

it("keeps its children's results while it is in progress, however old they are and whoever deletes their pipeline", async () => {
  const { asOwner } = stage.database;
  const doomedId = await stage.publish("doomed", chainOf("Doomed", [trigger, noop("act")]));
  const config = { items: "input", pipeline: "doomed", concurrency: 1 };
  const each = { id: "each", type: "map", name: "Each", config } as unknown as ReturnType<typeof noop>;
  const runId = await stage.start(
    await stage.publish("lister", chainOf("Lister", [trigger, each])),
    [0, 1, 2],
  );
  await stage.work((task) => (task.scope.input === 2 ? "never" : handOn(task)));
  await asOwner("update workspaces set retention_days = 1 where id = $1", [workspaceId]);
  await asOwner("update system.clearings set look_at = now() - interval '1 second'");
  await clearOldRows(stage.context, Date.now() + 50 * 86_400_000);
  await asOwner("update workspaces set retention_days = null where id = $1", [workspaceId]);
  const children = await stage.childrenOf(runId);
  expect(children.map(({ output }) => output)).toEqual([0, 1, null]);
  await deletePipeline(stage.context, { pipelineId: doomedId, confirm: "Doomed", evenIfCalled: true });
  expect(await purge(stage.engine)).toMatchObject({ done: 0, failed: 0 });
  expect(await stage.childrenOf(runId)).toHaveLength(3);
  const last = children[2]?.id ?? expect.fail("the last item has no run");
  await stage.loseLeases(last);
  await continueRun(stage.engine, workspaceId, last);
  await stage.work();
  expect(await stage.runOf(runId)).toMatchObject({ status: "failed", error: { nodeId: "each" } });
  expect(await purge(stage.engine)).toMatchObject({ done: 1 });
  expect(await stage.childrenOf(runId)).toEqual([]);
});

it("is deleted from its leaves, as many runs per transaction as allowed", async () => {
  const leafId = await stage.publish("twig", chainOf("Twig", [trigger, noop("act")]));
  const config = { items: "input", pipeline: "twig", concurrency: 3 };
  const each = { id: "each", type: "map", name: "Each", config } as unknown as ReturnType<typeof noop>;
  const treeId = await stage.publish("tree", chainOf("Tree", [trigger, each]));
  const runId = await stage.start(treeId, [0, 1, 2]);
  await stage.work();
  expect(await stage.runOf(runId)).toMatchObject({ status: "completed" });
  await deletePipeline(stage.context, { pipelineId: treeId, confirm: "Tree", evenIfCalled: false });
  const left = [];
  for (let look = 0; look < 4; look += 1) {
    await purge(stage.engine, { purges: 1, batches: 1, rows: 1 });
    left.push((await stage.childrenOf(runId)).length);
  }
  expect(left).toEqual([2, 1, 0, 0]);
  expect(await purge(stage.engine)).toMatchObject({ done: 1 });
  await deletePipeline(stage.context, { pipelineId: leafId, confirm: "Twig", evenIfCalled: false });
  expect(await purge(stage.engine)).toMatchObject({ done: 1, failed: 0 });
});

it("counts the costs of its ended runs under a per-run budget that is set meanwhile", async () => {
  const config = { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 };
  const ask = { id: "ask", type: "agent", name: "Ask", config, retry: { maxRetries: 0 } } as const;
  await stage.publish("paid", chainOf("Paid", [trigger, ask]));
  const twice = chainOf("Twice", [trigger, call("one", "paid"), call("two", "paid")]);
  const runId = await stage.start(await stage.publish("twice", twice), "tides");
  const said = { inputTokens: 10, outputTokens: 900, cacheReadTokens: 0, cacheWriteTokens: 0 };
  const usage = { ...said, estimated: false, raw: null };
  const answer = (task: Parameters<typeof handOn>[0]) =>
    task.node.id === "ask" ? { ...handOn(task), usage } : handOn(task);
  await stage.work(answer, ({ data }) => data.nodeId !== "two");
  const { id } = await stage.childOf(runId);
  const { costMicros } = await stage.runOf(id);
  await createBudget(stage.context, {
    ...{ scope: "workspace", per: "run", timezone: "UTC", warnPercent: null, onLimit: "fail" },
    ...{ limitMicros: Math.ceil((costMicros ?? 0) * 1.9), idempotencyKey: null },
  });
  await stage.work(answer);
  expect(await stage.runOf(runId)).toMatchObject({
    status: "failed",
    error: { nodeId: "two", details: { cause: "BUDGET_EXCEEDED" } },
  });
});
