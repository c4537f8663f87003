import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { leaseMs } from "#core/dispatch/lease.ts";
import type { RunId } from "#core/ids.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { renewLeases } from "#server/db/run/progress/lease/lease-store.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { startRun } from "../start/start-run.ts";
import { listSilentAttempts } from "./list-silent-attempts.ts";

const database = await createTestDatabase();

const definition = chainOf("Says it", [
  { id: "start", type: "trigger", name: "Start" },
  { id: "say", type: "agent", name: "Say", config: { model: "sandbox/echo", task: "Hello." } },
]);

it("reports for each attempt in progress how long its worker has been silent", async () => {
  const context = await createTestContext(database.db);
  const engine = createTestEngine(context, { leaseMs });
  const pipelineId = await seedPipeline(context, definition);
  const order = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, order);
  expect(await listSilentAttempts(context, { runId })).toEqual([]);

  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "say" };
  const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  expect(await listSilentAttempts(context, { runId })).toMatchObject([{ nodeId: "say", attempt: 1 }]);

  // As if the last heartbeat had come nine seconds ago.
  const token = claimed.task.leaseToken;
  const renewedMs = performance.now();
  await withSystem(context.db, (tx) =>
    renewLeases(tx, [{ leaseToken: token, isSent: false }], leaseMs - 9_000),
  );
  const [silence] = await listSilentAttempts(context, { runId });
  const restMs = performance.now() - renewedMs;
  expect(silence?.silentMs).toBeGreaterThanOrEqual(9_000);
  expect(silence?.silentMs).toBeLessThan(9_500 + restMs);

  const heardMs = performance.now();
  await withSystem(context.db, (tx) => renewLeases(tx, [{ leaseToken: token, isSent: false }], leaseMs));
  const [heard] = await listSilentAttempts(context, { runId });
  expect(heard?.silentMs).toBeLessThan(500 + performance.now() - heardMs);
});

it("knows nothing of another workspace's run", async () => {
  const context = await createTestContext(database.db);
  const stranger = await createTestContext(database.db);
  const pipelineId = await seedPipeline(context, definition);
  const order = { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, order);
  await expect(listSilentAttempts(stranger, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(listSilentAttempts(context, { runId: randomUUID() as RunId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
