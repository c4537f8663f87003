import { beforeAll, expect, it } from "vitest";
import { keepBytes } from "#core/http/kept-bytes.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "./claim-node.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

it("passes a file of the run's input to the worker unchanged, and reserves more than it can cost", async () => {
  const photo = { ...keepBytes(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]), "image/png") };
  const config = { model: "sandbox/brief", task: "Look.", files: ["input.photo"], maxTokens: 10 };
  const definition = chainOf("Look", [
    { id: "start", type: "trigger", name: "Start" },
    { id: "look", type: "agent", name: "Look", config },
  ]);
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: { photo }, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "look" };
  const options = { follow: "must-dispatch", handoverToken: null } as const;
  expect(await claimNode(createTestEngine(context), ref, options)).toMatchObject({
    kind: "claimed",
    task: { scope: { input: { photo } } },
  });
  const [held] = await database.asOwner(
    "select input_tokens::int as tokens from ledger_entries where run_id = $1 and kind = 'reserve'",
    [runId],
  );
  expect(held?.tokens).toBeGreaterThanOrEqual(16_384);
});
