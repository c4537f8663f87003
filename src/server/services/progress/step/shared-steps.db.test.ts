import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { appendAttemptText } from "../attempt/append-attempt-text.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const engine = createTestEngine(context);

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const chain = chainOf("Chain", [trigger, ...["a", "b", "c"].map(noop)]);
const pipelineId = await seedPipeline(context, chain);

async function startRuns(count: number): Promise<readonly RunId[]> {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const started = await Promise.all(Array.from({ length: count }, () => startRun(context, request)));
  return started.map(({ runId }) => runId);
}

async function claim(runId: RunId): Promise<NodeTask> {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "a" };
  const found = await claimNode(engine, ref, { follow: "may-follow", handoverToken: null });
  if (found.kind !== "claimed") throw new Error(`not claimed but ${found.kind}`);
  return found.task;
}

async function settle(task: NodeTask): Promise<NodeTask | null> {
  const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
  const settled = await settleAttempt(engine, task, { ...outcome, output: task.runId }, "may-follow");
  return settled.kind === "settled" ? settled.next : null;
}

const settleAll = async (tasks: readonly (NodeTask | null)[]) =>
  Promise.all(tasks.map((task) => (task === null ? null : settle(task))));

async function statusesOf(runIds: readonly RunId[]) {
  const rows = await database.asOwner<{ id: RunId; status: string; output: unknown; transactions: number }>(
    `select r.id, r.status, r.output, (select count(distinct e.xmin::text)::int from run_events e
        where e.run_id = any($1) and e.type = 'node.completed' and e.node_id <> 'start') as transactions
       from runs r where r.id = any($1)`,
    [runIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

it("writes the steps of many runs in a few transactions, each with its own result, and counts every run", async () => {
  const runIds = await startRuns(20);
  let tasks: readonly (NodeTask | null)[] = await Promise.all(runIds.map(claim));
  for (const _ of ["a", "b", "c"]) tasks = await settleAll(tasks);
  const found = await statusesOf(runIds);
  for (const runId of runIds) expect(found.get(runId)).toMatchObject({ status: "completed", output: runId });
  // Of sixty steps.
  expect(found.get(runIds[0] as RunId)?.transactions).toBeLessThanOrEqual(6);
  const page = { withArchived: false, lastRuns: 1, text: null, cursor: null, limit: null } as const;
  const { pipelines } = await listPipelines(context, { ...page, order: "changed" });
  expect(pipelines[0]).toMatchObject({ runCount: 20, successCount: 20, errorCount: 0 });
});

it("continues with the others when one of the runs was stopped meanwhile", async () => {
  const runIds = await startRuns(5);
  const tasks = await settleAll(await Promise.all(runIds.map(claim)));
  await cancelRun(context, { runId: runIds[2] as RunId, reason: "enough" });
  const next = await settleAll(tasks);
  expect(next.map((task) => task?.nodeId ?? null)).toEqual(["c", "c", null, "c", "c"]);
  await settleAll(next);
  const found = await statusesOf(runIds);
  expect(runIds.map((runId) => found.get(runId)?.status)).toEqual([
    "completed",
    "completed",
    "cancelled",
    "completed",
    "completed",
  ]);
});

it("does not let the others wait for a locked run", async () => {
  const runIds = await startRuns(4);
  const tasks = await settleAll(await Promise.all(runIds.map(claim)));
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("begin");
  await client.query("select from runs where id = $1 for update", [runIds[0]]);
  const [held, ...others] = tasks.map((task) => (task === null ? Promise.resolve(null) : settle(task)));
  const next = await Promise.all(others);
  expect(next.map((task) => task?.nodeId)).toEqual(["c", "c", "c"]);
  // They, too, continue while it is locked.
  await settleAll(next);
  expect(await Promise.race([held, delay(50, "held")])).toBe("held");
  await client.query("rollback");
  await client.end();
  await settleAll([(await held) ?? null]);
  const found = await statusesOf(runIds);
  for (const runId of runIds) expect(found.get(runId)?.status).toBe("completed");
});

/** The text in a run's log, in order, and how many transactions wrote the texts of these runs. */
async function textsOf(runIds: readonly RunId[]) {
  const rows = await database.asOwner<{ run_id: RunId; text: string; xmin: string }>(
    "select run_id, payload ->> 'text' as text, xmin::text from run_events where run_id = any($1) and type = 'node.delta' order by seq",
    [runIds],
  );
  const ofRun = (runId: RunId) => rows.flatMap((row) => (row.run_id === runId ? [row.text] : [])).join("");
  return { texts: runIds.map(ofRun), transactions: new Set(rows.map(({ xmin }) => xmin)).size };
}

it("writes pieces of text of many streams in a few transactions, and none of an attempt that was taken over", async () => {
  const runIds = await startRuns(12);
  const tasks = await Promise.all(runIds.map(claim));
  const zombie = { ...(tasks[0] as NodeTask), leaseToken: randomUUID() };
  const say = (word: string) =>
    Promise.all(
      [...tasks, zombie].map((task) => appendAttemptText(engine, task, `${word}${task.leaseToken}`)),
    );
  await Promise.all([say("a"), say("\u{1f980}")]);
  await say("c");
  const { texts, transactions } = await textsOf(runIds);
  expect(texts).toEqual(tasks.map(({ leaseToken: own }) => `a${own}\u{1f980}${own}c${own}`));
  expect(transactions).toBeLessThan(12);
});

it("does not let other streams wait for a locked run", async () => {
  const runIds = await startRuns(4);
  const tasks = await Promise.all(runIds.map(claim));
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("begin");
  await client.query("select from runs where id = any($1) for update", [runIds.slice(0, 2)]);
  const say = (task: NodeTask) => appendAttemptText(engine, task, "said");
  const held = tasks.slice(0, 2).map(say);
  // The maximum number of transactions waits for the locked runs, and for others that gathered meanwhile with one.
  await Promise.all([...tasks.slice(2).map(say), ...tasks.slice(2).map(say)]);
  await client.query("rollback");
  await client.end();
  await Promise.all(held);
  expect((await textsOf(runIds)).texts).toEqual(["said", "said", "saidsaid", "saidsaid"]);
});
