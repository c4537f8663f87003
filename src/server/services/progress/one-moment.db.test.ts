import { beforeAll, expect, it } from "vitest";
import { wholeRoom } from "#core/run/value-room.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listRunEvents } from "#server/db/run/reading/list-events.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

it("writes one step of a run with one timestamp: the database and the log show the same durations", async () => {
  const steps = Array.from({ length: 60 }, (_, index) => ({
    id: `step${index}`,
    type: "transform" as const,
    name: `Step ${index}`,
    config: { value: "input" },
  }));
  const definition = chainOf("Quick", [{ id: "start", type: "trigger", name: "Start" }, ...steps]);
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);

  const { run, nodeRuns } = await getRun(context, { runId });
  const { workspaceId } = context.actor;
  const room = { lines: 500, bytes: 1_000_000, outputs: wholeRoom };
  const look = { runId, afterSeq: 0, room };
  const [page] = await withTenant(context.db, workspaceId, (tx) => listRunEvents(tx, workspaceId, [look]));
  const log = page?.events ?? [];
  expect(run.status).toBe("completed");
  expect([log.at(0)?.atMs, log.at(-1)?.atMs]).toEqual([run.startedAtMs, run.finishedAtMs]);
  for (const { nodeId, finishedAtMs } of nodeRuns) {
    const end = log.find((event) => event.type === "node.completed" && event.nodeId === nodeId);
    expect(end?.atMs).toBe(finishedAtMs);
  }
});
