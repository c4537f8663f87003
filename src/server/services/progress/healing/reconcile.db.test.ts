import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { appendAttemptText } from "../attempt/append-attempt-text.ts";
import { claimNode } from "../attempt/claim-node.ts";
import { settleAttempt } from "../attempt/settle-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import { continueRun } from "./continue-run.ts";
import { reconcile } from "./reconcile.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const talk = {
  id: "talk",
  type: "agent",
  name: "Talk",
  config: { instructions: "Say it.", model: "sandbox/echo", task: "{{ input }}" },
} as const;

async function start(): Promise<RunId> {
  const pipelineId = await seedPipeline(context, chainOf("Talk", [trigger, talk]));
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

const claim = (runId: RunId, worker = engine) =>
  claimNode(
    worker,
    { workspaceId: context.actor.workspaceId, runId, nodeId: "talk" },
    { follow: "must-dispatch", handoverToken: null },
  );

async function claimTask(runId: RunId, worker = engine): Promise<NodeTask> {
  const claimed = await claim(runId, worker);
  if (claimed.kind !== "claimed") throw new Error(`not claimed but ${claimed.kind}`);
  return claimed.task;
}

const deadWorker = () => createTestEngine(context, { leaseMs: -1 });

const usage = {
  inputTokens: 1,
  outputTokens: 1,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  estimated: false,
  raw: null,
};
const said = (output: string): NodeOutcome => ({
  kind: "completed",
  output,
  usage,
  providerRequestId: null,
  artifacts: [],
});

const count = async (sql: string, runId: RunId) =>
  (await database.asOwner<{ count: number }>(`select count(*)::int as count from ${sql}`, [runId]))[0]?.count;
const pieces = (runId: RunId) => count("run_events where run_id = $1 and type = 'node.delta'", runId);
const handedOut = (runId: RunId) =>
  count("system.outbox where payload->'data'->>'runId' = $1 and payload->>'id' like '%again%'", runId);

describe("reconcile", () => {
  it("tidies an ended run when it is due, and not before", async () => {
    const runId = await start();
    const task = await claimTask(runId);
    await appendAttemptText(engine, task, "whole");
    await settleAttempt(engine, task, said("whole"), "must-dispatch");
    await reconcile(engine);
    expect(await pieces(runId)).toBe(1);
    await database.asOwner(
      "update system.open_runs set check_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    expect(await reconcile(engine)).toEqual({ continued: 0, tidied: 1, failed: 0 });
    expect(await pieces(runId)).toBe(0);
    expect(await count("system.open_runs where run_id = $1", runId)).toBe(0);
  });

  it("dispatches what a dead worker held, and is not blocked by a run that cannot be healed", async () => {
    const broken = await start();
    const healthy = await start();
    await claimTask(broken, deadWorker());
    await claimTask(healthy, deadWorker());
    await database.asOwner("update runs set frontier = '?' where id = $1", [broken]);
    expect(await reconcile(engine)).toEqual({ continued: 1, tidied: 0, failed: 1 });
    expect(await handedOut(healthy)).toBe(1);
    expect((await claimTask(healthy)).attempt).toBe(2);
    await database.asOwner("delete from system.leases where run_id = $1", [broken]);
  });

  it("ends a run that was being stopped when its worker died, also past its time-out", async () => {
    const runId = await start();
    await claimTask(runId, deadWorker());
    await cancelRun(context, { runId, reason: "enough" });
    await database.asOwner(
      "update system.open_runs set deadline_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    await database.asOwner("update runs set deadline_at = now() - interval '1 second' where id = $1", [
      runId,
    ]);
    await reconcile(engine);
    expect(await handedOut(runId)).toBe(1);
    expect((await claim(runId)).kind).toBe("settled");
    const [run] = await database.asOwner<{ status: string }>("select status from runs where id = $1", [
      runId,
    ]);
    expect(run?.status).toBe("cancelled");
  });

  it("is due within the minute for each open run, and soon after a retry that may be lost", async () => {
    const runId = await start();
    const dueInMs = async () => {
      const [row] = await database.asOwner<{ ms: number }>(
        "select (extract(epoch from check_at - clock_timestamp()) * 1000)::float8 as ms from system.open_runs where run_id = $1",
        [runId],
      );
      return row?.ms ?? Number.NaN;
    };
    expect(await dueInMs()).toBeLessThanOrEqual(50_000);
    const task = await claimTask(runId);
    const error = { code: "PROVIDER_OVERLOADED", message: "Too busy", retryable: true } as const;
    const failed: NodeOutcome = {
      kind: "failed",
      error,
      retryAfterMs: 8_000,
      usage: null,
      providerRequestId: null,
      text: "",
    };
    await settleAttempt(engine, task, failed, "must-dispatch");
    // Against the time of the retry, which no slow machine moves.
    const afterRetryMs = async () => {
      const [row] = await database.asOwner<{ ms: number }>(
        `select (extract(epoch from o.check_at - n.wake_at) * 1000)::float8 as ms
           from system.open_runs o join node_runs n using (run_id) where run_id = $1 and n.node_id = 'talk'`,
        [runId],
      );
      return row?.ms ?? Number.NaN;
    };
    const soonMs = await afterRetryMs();
    expect(soonMs).toBeGreaterThan(0);
    expect(soonMs).toBeLessThanOrEqual(5_000);
    // An ordinary check before that time does not postpone it.
    await continueRun(engine, context.actor.workspaceId, runId);
    expect(await afterRetryMs()).toBeLessThanOrEqual(5_000);
    await database.asOwner(
      "update system.open_runs set check_at = now() + interval '50 s' where run_id = $1",
      [runId],
    );
    await continueRun(engine, context.actor.workspaceId, runId);
    expect(await afterRetryMs()).toBeLessThanOrEqual(5_000);
  });
});
