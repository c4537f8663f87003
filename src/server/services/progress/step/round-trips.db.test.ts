import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { StatementBatch } from "#server/db/driver/statement-batch.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { archivePipeline } from "#server/services/pipelines/archive-pipeline.ts";
import { getPipeline } from "#server/services/pipelines/get-pipeline.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { saveDraft } from "#server/services/pipelines/save-draft.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";

// Installed before the first connection is made, since each keeps the function it finds.
const sent = vi.spyOn(pg.Client.prototype, "query");
const database = await createTestDatabase();
const context = await createTestContext(database.db);
const engine = createTestEngine(context);
const { workspaceId } = context.actor;

const trigger = { id: "start", type: "trigger", name: "Start" } as const;

/** How many packets are sent to the database during some work; each costs a round trip. */
async function packetsOf<Result>(work: () => Promise<Result>): Promise<readonly [number, Result]> {
  sent.mockClear();
  const result = await work();
  const packets = sent.mock.calls.filter(([query]: readonly unknown[]) => query instanceof StatementBatch);
  return [packets.length, result];
}

async function settle(task: NodeTask): Promise<NodeTask | null> {
  const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
  const settled = await settleAttempt(engine, task, { ...outcome, output: "high" }, "may-follow");
  return settled.kind === "settled" ? settled.next : null;
}

it("of a single run are one to begin, two to claim, one for each node, and one to read its log", async () => {
  const pipelineId = await seedPipeline(
    context,
    chainOf("Chain", [trigger, ...["a", "b", "c", "d"].map(noop)]),
  );
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  await startRun(context, asked);
  const [toBegin, { runId }] = await packetsOf(() => startRun(context, asked));
  const first = { workspaceId, runId, nodeId: "a" };
  const [toClaim, claim] = await packetsOf(() =>
    claimNode(engine, first, { follow: "may-follow", handoverToken: null }),
  );
  if (claim.kind !== "claimed") throw new Error(`not claimed but ${claim.kind}`);
  const toSettle: number[] = [];
  for (let task: NodeTask | null = claim.task; task !== null; ) {
    const node: NodeTask = task;
    const [packets, next] = await packetsOf(() => settle(node));
    toSettle.push(packets);
    task = next;
  }
  const [toRead] = await packetsOf(async () => {
    const log = watchRun(context, { runId, afterSeq: 0 }, AbortSignal.timeout(60_000));
    for await (const { type } of log) expect(type).not.toBe("run.failed");
  });
  expect({ toBegin, toClaim, toSettle, toRead }).toEqual({
    toBegin: 1,
    toClaim: 2,
    toSettle: [1, 1, 1, 1],
    toRead: 1,
  });
});

describe("a run that starts with what was remembered of its pipeline", () => {
  const remembered = chainOf("Remembered", [trigger, noop("a")]);
  const begin = (pipelineId: PipelineId, variables = {}) =>
    startRun(context, { pipelineId, input: "tides", variables, version: null, idempotencyKey: null });
  const versionOf = async ({ runId }: { readonly runId: RunId }) => {
    const rows = await database.asOwner<{ number: number }>(
      "select v.number from runs r join pipeline_versions v on v.id = r.version_id where r.id = $1",
      [runId],
    );
    return rows[0]?.number;
  };
  const publish = (pipelineId: PipelineId) =>
    publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  const change = async (pipelineId: PipelineId, changed: PipelineDefinitionInput) => {
    const { draftRevision } = await getPipeline(context, { pipelineId });
    const definition = changed as unknown as JsonObject;
    await saveDraft(context, {
      pipelineId,
      definition,
      expectedRevision: draftRevision,
      acceptFaults: false,
    });
    await publish(pipelineId);
  };

  it("runs what is published now, and is never refused because of another version", async () => {
    const pipelineId = await seedPipeline(context, remembered);
    await publish(pipelineId);
    expect([await versionOf(await begin(pipelineId)), await versionOf(await begin(pipelineId))]).toEqual([
      1, 1,
    ]);
    await change(pipelineId, { ...remembered, variables: { city: { required: true } } });
    await expect(begin(pipelineId)).rejects.toMatchObject({ code: "MISSING_VARIABLE" });
    expect(await versionOf(await begin(pipelineId, { city: "Bergen" }))).toBe(2);
    await change(pipelineId, remembered);
    expect(await versionOf(await begin(pipelineId))).toBe(1);
  });

  it("does not begin where its pipeline has been archived", async () => {
    const pipelineId = await seedPipeline(context, remembered);
    await publish(pipelineId);
    await begin(pipelineId);
    await archivePipeline(context, { pipelineId, isArchived: true });
    await expect(begin(pipelineId)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
