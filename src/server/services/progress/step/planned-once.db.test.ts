import { expect, it } from "vitest";
import type { PipelineId } from "#core/ids.ts";
import { connectionsOf, createDatabase } from "#server/db/driver/client.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { contextOf, createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";
import type { EngineContext } from "../engine-context.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);

/** PostgreSQL makes five custom plans before it may choose a generic one. */
const looked = 5;

/** From its start until its log has been read, as an otherwise idle worker does it. */
async function carry(by: ServiceContext, engine: EngineContext, pipelineId: PipelineId): Promise<void> {
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(by, request);
  const first = { workspaceId: by.actor.workspaceId, runId, nodeId: "a" };
  await engine.steps.look(first, () => true);
  const claim = await claimNode(engine, first, { follow: "may-follow", handoverToken: null });
  if (claim.kind !== "claimed") throw new Error(`not claimed but ${claim.kind}`);
  const outcome = { kind: "completed", usage: null, providerRequestId: null, artifacts: [] } as const;
  for (let { task } = claim; ; ) {
    const settled = await settleAttempt(engine, task, { ...outcome, output: "high" }, "may-follow");
    if (settled.kind !== "settled") throw new Error(`not settled but ${settled.kind}`);
    if (settled.next === null) break;
    task = settled.next;
  }
  const log = watchRun(by, { runId, afterSeq: 0 }, AbortSignal.timeout(60_000));
  for await (const { type } of log) expect(type).not.toBe("run.failed");
}

/** The statements that a fresh connection plans each time. */
async function plannedEachTime(pipelineId: PipelineId): Promise<readonly string[]> {
  // Each connection prepares and plans statements for itself.
  const db = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: patienceMs });
  const ours = contextOf(db, context.seeded);
  const by: ServiceContext = { ...ours, runs: { ...ours.runs, engine: "embedded" } };
  const engine = createTestEngine(by);
  try {
    for (let run = 0; run < 4 * looked; run += 1) await carry(by, engine, pipelineId);
    const { rows } = await connectionsOf(db).query<{ statement: string }>(
      "select statement from pg_prepared_statements where generic_plans = 0 and custom_plans > $1",
      [looked],
    );
    return rows.map(({ statement }) => statement);
  } finally {
    await db.$disconnect();
  }
}

it("no statement of a run is planned each time", async () => {
  const trigger = { id: "start", type: "trigger", name: "Start" } as const;
  const pipelineId = await seedPipeline(context, chainOf("Chain", [trigger, ...["a", "b", "c"].map(noop)]));
  await publishPipeline(context, { pipelineId, expectedRevision: null, note: null });
  expect(await plannedEachTime(pipelineId)).toEqual([]);
  // From now on PostgreSQL knows that there are many runs.
  await database.asOwner("analyze");
  expect(await plannedEachTime(pipelineId)).toEqual([]);
});
