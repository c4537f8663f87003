import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { wholeRoom } from "#core/run/value-room.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { connectionsOf } from "#server/db/driver/client.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { appendAttemptText } from "#server/services/progress/attempt/append-attempt-text.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { startRun } from "../start-run.ts";
import { lookAtLog } from "./look-at-log.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const engine = createTestEngine(context);
const { workspaceId } = context.actor;
const room = { lines: 500, bytes: 1_000_000, outputs: wholeRoom };
const chain = chainOf("Talk", [{ id: "start", type: "trigger", name: "Start" }, noop("a")]);
const pipelineId = await seedPipeline(context, chain);

async function claimRun(): Promise<NodeTask> {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId, runId, nodeId: "a" };
  const found = await claimNode(engine, ref, { follow: "may-follow", handoverToken: null });
  if (found.kind !== "claimed") throw new Error(`not claimed but ${found.kind}`);
  return found.task;
}

const look = (runId: RunId, afterSeq: number, lines = room.lines, workspace = workspaceId) =>
  lookAtLog(database.db, workspace, { runId, afterSeq, room: { ...room, lines } }, false);

it("is planned once for a connection, and goes by keys though it was planned while there was nothing", async () => {
  await look(uuid7() as RunId, 0);
  await look(uuid7() as RunId, 0);
  const { rows } = await connectionsOf(database.db).query<{ statement: string; planned: number }>(
    `select statement, (generic_plans * 10 + custom_plans)::int as planned
       from pg_prepared_statements where statement like '%run_events e%'`,
  );
  expect(rows).toMatchObject([{ planned: 20 }]);
  const plan = await connectionsOf(database.db).query<{ "QUERY PLAN": string }>(
    `explain (generic_plan, costs off) ${rows[0]?.statement}`,
  );
  const lines = plan.rows.map((row) => row["QUERY PLAN"].trim());
  const scans = lines.filter((line) => / on (run_events|node_runs)/.test(line));
  expect(scans).toHaveLength(2);
  for (const scan of scans) expect(scan).toMatch(/Index Scan using \w+_pkey/);
  expect(lines.filter((line) => line.startsWith("Index Cond"))).toHaveLength(2);
});

it("writes pieces of many runs in one transaction, and answers each of many readers with what it lacks", async () => {
  const tasks = await Promise.all(Array.from({ length: 40 }, claimRun));
  await Promise.all(tasks.map((task, index) => appendAttemptText(engine, task, `said ${index}`)));
  const [row] = await database.asOwner<{ count: number }>(
    "select count(distinct xmin::text)::int as count from run_events where type = 'node.delta'",
  );
  // No more than 32 share one.
  expect(row?.count).toBe(2);
  const behind = await Promise.all(tasks.map(({ runId }) => look(runId, 0)));
  const lastSeq = behind[0]?.lastSeq ?? 0;
  const live = await Promise.all(tasks.map(({ runId }) => look(runId, lastSeq - 1)));
  for (const [index, page] of live.entries()) {
    expect(page?.events).toMatchObject([{ seq: lastSeq, type: "node.delta", text: `said ${index}` }]);
    expect(behind[index]?.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: lastSeq }, (_, seq) => seq + 1),
    );
    expect(behind[index]?.events.at(-1)).toEqual(page?.events[0]);
  }
});

it("gives each its own room, and nobody what belongs to another workspace", async () => {
  const [one, other] = await Promise.all([claimRun(), claimRun()]);
  const stranger = await createTestContext(database.db);
  const found = await Promise.all([
    look(one.runId, 0, 1),
    look(other.runId, 0, 2),
    look(one.runId, 1_000),
    look(uuid7() as RunId, 0),
    look(one.runId, 0, 1, stranger.actor.workspaceId),
  ]);
  expect(found.map((page) => page?.events.length ?? null)).toEqual([1, 2, 0, null, null]);
});
