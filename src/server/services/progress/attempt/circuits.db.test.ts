import { beforeEach, describe, expect, it } from "vitest";
import type { ErrorCode } from "#core/error-codes.ts";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import type { EngineContext } from "../engine-context.ts";
import { type Claim, claimNode } from "./claim-node.ts";
import { settleAttempt } from "./settle-attempt.ts";

const database = await createTestDatabase();
let context: ServiceContext;
/** To the database, each is a process of its own. */
let workers: readonly EngineContext[];

beforeEach(async () => {
  context = await createTestContext(database.db);
  workers = Array.from({ length: 8 }, () => createTestEngine(context));
});

const workerOf = (index: number) => workers[index % workers.length] as EngineContext;
const told = { providerRequestId: null } as const;
const usage = {
  inputTokens: 10,
  outputTokens: 20,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
  raw: null,
};
const answered: NodeOutcome = { kind: "completed", output: "well", artifacts: [], usage, ...told };
const stopped: NodeOutcome = { kind: "cancelled", usage: null, text: "", ...told };
const failed = (code: ErrorCode): NodeOutcome => {
  const error = { code, message: "Too busy", retryable: true };
  return { kind: "failed", error, retryAfterMs: null, text: "", usage: null, ...told };
};
const down = failed("PROVIDER_UNAVAILABLE");

const pipelines = new Map<ServiceContext, Promise<Awaited<ReturnType<typeof seedPipeline>>>>();

async function start(fallbackModel?: string): Promise<RunId> {
  const config = { model: "sandbox/brief", task: "{{ input }}", ...(fallbackModel && { fallbackModel }) };
  const ask = { id: "ask", type: "agent", name: "Ask", config, retry: { maxRetries: 3 } } as const;
  const definition = chainOf("Ask", [{ id: "start", type: "trigger", name: "Start" }, ask]);
  const seeded = fallbackModel === undefined ? pipelines.get(context) : undefined;
  const pipeline = seeded ?? seedPipeline(context, definition);
  if (fallbackModel === undefined) pipelines.set(context, pipeline);
  const asked = { input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, { pipelineId: await pipeline, ...asked })).runId;
}

const startAll = async (count: number) => {
  const runIds = [await start()];
  while (runIds.length < count) runIds.push(await start());
  return runIds;
};

function claim(runId: RunId, worker: EngineContext): Promise<Claim> {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "ask" };
  return claimNode(worker, ref, { follow: "must-dispatch", handoverToken: null });
}

async function taskOf(runId: RunId, worker: EngineContext): Promise<NodeTask> {
  const claimed = await claim(runId, worker);
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  return claimed.task;
}

const settle = (task: NodeTask, outcome: NodeOutcome, worker: EngineContext) =>
  settleAttempt(worker, task, outcome, "must-dispatch");

async function fail(times: number, outcome = down): Promise<void> {
  for (const [index, runId] of (await startAll(times)).entries()) {
    await settle(await taskOf(runId, workerOf(index)), outcome, workerOf(index + 1));
  }
}

const circuits = () =>
  database.asOwner<{ state: string; failures: number; revision: number; last: string | null }>(
    "select state, failures, revision, last_error->>'message' as last from circuits where workspace_id = $1",
    [context.actor.workspaceId],
  );

/** Simulates the passing of time for the circuit, and for the nodes that wait for it. */
async function coolDown(): Promise<void> {
  const values = [context.actor.workspaceId];
  await database.asOwner(
    "update circuits set probe_at = now() - interval '1 second' where state = 'open' and workspace_id = $1",
    values,
  );
  await database.asOwner(
    "update node_runs set wake_at = now() - interval '1 second' where workspace_id = $1",
    values,
  );
}

describe("a circuit", () => {
  it("opens after five failures in a row, of any runs and workers", async () => {
    await fail(4);
    expect(await circuits()).toMatchObject([{ state: "closed", failures: 4 }]);
    await fail(1);
    expect(await circuits()).toMatchObject([{ state: "open", last: "Too busy" }]);
  });

  it("opens too when all of them fail at the same time", async () => {
    const tasks = await Promise.all(
      (await startAll(12)).map((runId, index) => taskOf(runId, workerOf(index))),
    );
    await Promise.all(tasks.map((task, index) => settle(task, down, workerOf(index))));
    expect(await circuits()).toMatchObject([{ state: "open" }]);
  });

  it("does not open for refused requests, keys and limits, nor for calls that we stopped", async () => {
    for (const code of ["PROVIDER_REFUSED", "KEY_INVALID", "PROVIDER_RATE_LIMITED"] as const) {
      await fail(5, failed(code));
    }
    await fail(5, stopped);
    expect(await circuits()).toEqual([]);
  });

  it("refuses without a call and without money, says so, and tries again when it is due", async () => {
    await fail(5);
    const runId = await start();
    const askedMs = performance.now();
    expect(await claim(runId, workerOf(0))).toEqual({ kind: "settled", next: null });
    const tookMs = performance.now() - askedMs;
    const { attempts, nodeRuns } = await getRun(context, { runId });
    expect(attempts).toMatchObject([
      { attempt: 1, status: "failed", provider: "sandbox", model: "brief", costMicros: 0 },
    ]);
    expect(attempts[0]?.error).toMatchObject({
      code: "CIRCUIT_OPEN",
      message: expect.stringContaining("Too busy"),
    });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "ask")?.status).toBe("running");
    const ledger = await database.asOwner("select from ledger_entries where run_id = $1", [runId]);
    const leases = await database.asOwner("select from system.leases where run_id = $1", [runId]);
    expect([ledger, leases]).toEqual([[], []]);
    const [wake] = await database.asOwner(
      `select extract(epoch from n.wake_at - c.probe_at)::float8 as seconds
         from node_runs n join circuits c using (workspace_id) where run_id = $1 and node_id = 'ask'`,
      [runId],
    );
    // A minute lies between. The pause is computed at one moment of the claim, and begins at a later one.
    expect(Math.abs(wake?.seconds)).toBeLessThan(1 + tookMs / 1_000);
    const sent = await database.asOwner(
      "select from system.outbox where payload->'data'->>'runId' = $1 and not_before > now() + interval '30 s'",
      [runId],
    );
    expect(sent).toHaveLength(1);
  });

  it("switches to the fallback model at once", async () => {
    await fail(5);
    const runId = await start("sandbox/small");
    await claim(runId, workerOf(0));
    const task = await taskOf(runId, workerOf(1));
    expect(task).toMatchObject({ attempt: 2, model: { provider: "sandbox", model: "small" } });
    await settle(task, answered, workerOf(1));
    const { run, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "well" });
    expect(attempts.map(({ model, status, costMicros }) => [model, status, costMicros === 0])).toEqual([
      ["brief", "failed", true],
      ["small", "completed", false],
    ]);
  });

  it("admits one probe of many workers that ask at the same time, and is closed by its success", async () => {
    await fail(5);
    await coolDown();
    const runIds = await startAll(20);
    const claims = await Promise.all(runIds.map((runId, index) => claim(runId, workerOf(index))));
    const [probe, ...others] = claims.flatMap((each) => (each.kind === "claimed" ? [each.task] : []));
    expect(others).toEqual([]);
    expect(await circuits()).toMatchObject([{ state: "probing" }]);
    if (probe === undefined) throw new Error("nobody probes");
    await settle(probe, answered, workerOf(0));
    expect(await circuits()).toMatchObject([{ state: "closed", failures: 0 }]);
    await coolDown();
    const rest = runIds.filter((runId) => runId !== probe.runId);
    const again = await Promise.all(rest.map((runId, index) => claim(runId, workerOf(index))));
    expect(again.map(({ kind }) => kind)).toEqual(rest.map(() => "claimed"));
  });

  it("opens again when the probe fails, and ignores other calls meanwhile", async () => {
    const late = await taskOf(await start(), workerOf(3));
    await fail(5);
    await coolDown();
    const probe = await taskOf(await start(), workerOf(0));
    await settle(late, answered, workerOf(3));
    expect(await circuits()).toMatchObject([{ state: "probing" }]);
    await settle(probe, down, workerOf(1));
    expect(await circuits()).toMatchObject([{ state: "open" }]);
    expect((await claim(await start(), workerOf(2))).kind).toBe("settled");
  });

  it("gives the probe to the next attempt when the worker dies with it, or is stopped", async () => {
    await fail(5);
    await coolDown();
    const probe = await taskOf(await start(), workerOf(0));
    const [second, third] = await startAll(2);
    if (second === undefined || third === undefined) throw new Error("no runs");
    expect((await claim(second, workerOf(1))).kind).toBe("settled");
    await database.asOwner("update system.leases set expires_at = now() - interval '1 s' where run_id = $1", [
      probe.runId,
    ]);
    await coolDown();
    const next = await taskOf(second, workerOf(1));
    // The dead worker's attempt is taken over: that says nothing about the provider.
    expect((await claim(probe.runId, workerOf(2))).kind).toBe("settled");
    expect(await circuits()).toMatchObject([{ state: "probing" }]);
    await settle(next, stopped, workerOf(1));
    expect(await circuits()).toMatchObject([{ state: "open" }]);
    expect((await taskOf(third, workerOf(3))).runId).toBe(third);
  });

  it("clears failures when a call is answered, and writes nothing where there are none", async () => {
    await fail(4);
    await fail(1, answered);
    expect(await circuits()).toMatchObject([{ state: "closed", failures: 0, last: "Too busy" }]);
    const before = await circuits();
    await fail(3, answered);
    expect(await circuits()).toEqual(before);
    await fail(4);
    expect(await circuits()).toMatchObject([{ state: "closed", failures: 4 }]);
  });

  it("is a workspace's own", async () => {
    await fail(5);
    const mine = context;
    context = await createTestContext(database.db);
    await fail(1, answered);
    expect(await circuits()).toEqual([]);
    context = mine;
    expect(await circuits()).toMatchObject([{ state: "open" }]);
  });

  it("fails a node without retries at once", async () => {
    await fail(5);
    const config = { model: "sandbox/brief", task: "{{ input }}" };
    const ask = { id: "ask", type: "agent", name: "Ask", config, retry: { maxRetries: 0 } } as const;
    const pipelineId = await seedPipeline(
      context,
      chainOf("Once", [{ id: "start", type: "trigger", name: "Start" }, ask]),
    );
    const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context, asked);
    await claim(runId, workerOf(0));
    expect((await getRun(context, { runId })).run).toMatchObject({
      status: "failed",
      error: { code: "CIRCUIT_OPEN", nodeId: "ask" },
      costMicros: 0,
    });
  });
});
