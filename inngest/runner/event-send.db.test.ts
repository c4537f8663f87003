import { afterAll, describe, expect, it } from "vitest";
import type { PipelineId, RunId } from "#core/ids.ts";
import { findEventFaults } from "#inngest/testing/chaos/find-event-faults.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { edges, trigger } from "#inngest/testing/pipelines.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { sendEventOfRun } from "#server/services/triggers/send-event-of-run.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
const runner = createTestRunner(context);
afterAll(() => runner.close());

type Definition = Parameters<typeof seedPipeline>[1];

const tell = (name: string) =>
  ({
    id: "tell",
    type: "action",
    name: "Tell",
    config: { action: "event.send", name, data: { count: "{{ input.count + 1 }}" } },
  }) as const;

const runOpen = () =>
  database.asOwner<{ id: RunId }>(
    "select id from runs where status not in ('completed', 'failed') order by id",
  );

/** Carries out what is handed to workers until all runs have ended; returns them, the first one first. */
async function runAll() {
  for (let open = await runOpen(); open.length > 0; open = await runOpen()) {
    for (const { id: runId } of open) {
      await runShortNodes(runner, { workspaceId, runId, nodeId: "tell", handoverToken: null }, "may-follow");
    }
  }
  const ids = await database.asOwner<{ id: RunId }>("select id from runs order by id");
  return Promise.all(ids.map(async ({ id }) => getRun(context, { runId: id })));
}

async function seed(definition: Definition): Promise<PipelineId> {
  const pipelineId = await seedPipeline(context, definition);
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  return pipelineId;
}

const start = async (pipelineId: PipelineId, input = { count: 0 }) =>
  (await startRun(context, { pipelineId, input, variables: {}, version: null, idempotencyKey: null })).runId;

describe("an event that a node sends", () => {
  it("starts what waits for it, and is told with the run that sent it", async () => {
    const sender = await seed({
      name: "Sender",
      nodes: [trigger, tell("order.made")],
      edges: edges("start -> tell"),
    });
    await seed({
      name: "Receiver",
      nodes: [trigger],
      edges: [],
      triggers: [{ id: "made", kind: "event", name: "order.made", match: "data.count == 1" }],
    });
    const runId = await start(sender);
    const runs = await runAll();
    expect(runs.map(({ run }) => [run.triggerKind, run.status, run.input])).toEqual([
      ["manual", "completed", { count: 0 }],
      ["event", "completed", { count: 1 }],
    ]);
    const { events } = await listEvents(context, { name: "order.made", cursor: null, limit: 10 });
    expect(events).toMatchObject([
      { id: null, matched: 1, sentBy: { pipelineName: "Sender", runId, nodeId: "tell" } },
    ]);
    expect(runs[0]?.run.output).toEqual({ eventId: events[0]?.eventId, matched: 1 });
    // Whoever looks for faults sees that there is none, and would see one that was lost.
    expect(await findEventFaults(database)).toEqual([]);
    await database.asOwner("begin; set local session_replication_role = replica; delete from events; commit");
    expect(await findEventFaults(database)).toMatchObject([{ runId, kind: "lost" }]);
  });

  it("is one event, however often the node tries, whatever its data has become", async () => {
    const pipelineId = await seed({
      name: "Once",
      nodes: [trigger, tell("told.once")],
      edges: edges("start -> tell"),
    });
    const runId = await start(pipelineId);
    const tools = { ...context, rateLimits: createRateLimits(database.db) };
    const task = { workspaceId, onBehalfOf: runId, nodeId: "tell" };
    const answers = await Promise.all(
      [1, 2, 3].map((data) => sendEventOfRun(tools, task, { key: "node:1", name: "told.once", data })),
    );
    expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1);
    const other = await start(pipelineId);
    await expect(
      sendEventOfRun(tools, { ...task, onBehalfOf: other }, { key: "node:1", name: "told.once", data: 1 }),
    ).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
    await runAll();
  });

  it("ends a circle after eight runs, with an error that names it", async () => {
    const before = (await runAll()).length;
    const pipelineId = await seed({
      name: "Ping",
      nodes: [trigger, tell("pong.sent")],
      edges: edges("start -> tell"),
      triggers: [{ id: "again", kind: "event", name: "ping.sent" }],
    });
    await seed({
      name: "Pong",
      nodes: [trigger, tell("ping.sent")],
      edges: edges("start -> tell"),
      triggers: [{ id: "again", kind: "event", name: "pong.sent" }],
    });
    await start(pipelineId);
    const runs = (await runAll()).slice(before);
    expect(runs.map(({ run }) => run.status)).toEqual([...Array(8).fill("completed"), "failed"]);
    expect(runs.at(-1)?.run.error).toMatchObject({
      code: "CONFLICT",
      nodeId: "tell",
      message: expect.stringContaining("(Ping → Pong → Ping → Pong → Ping → Pong → Ping → Pong → Ping)"),
    });
    const sent = await listEvents(context, { name: null, cursor: null, limit: 100 });
    expect(sent.events.filter(({ name }) => /p.ng.sent/.test(name))).toHaveLength(8);
  });
});
