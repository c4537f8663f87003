import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { wholeRoom } from "#core/run/value-room.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { appendAttemptText } from "#server/services/progress/attempt/append-attempt-text.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { startRun } from "../start/start-run.ts";
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

it("writes pieces of many runs in one transaction, and answers each of many readers with what it lacks", async () => {
  const tasks = await Promise.all(Array.from({ length: 40 }, claimRun));
  await Promise.all(tasks.map((task, index) => appendAttemptText(engine, task, `said ${index}`)));
  const [row] = await database.asOwner<{ count: number }>(
    "select count(distinct xmin::text)::int as count from run_events where type = 'node.delta'",
  );
  // At most 32 share one.
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

it("gives each reader its own room, and nobody another workspace's lines", async () => {
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
