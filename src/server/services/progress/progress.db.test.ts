import { beforeAll, describe, expect, it } from "vitest";
import { isTerminalEvent, type RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { appendAttemptText } from "./attempt/append-attempt-text.ts";
import { claimNode } from "./attempt/claim-node.ts";
import { settleAttempt } from "./attempt/settle-attempt.ts";
import type { EngineContext } from "./engine-context.ts";
import { continueRun } from "./healing/continue-run.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const transform = (id: string, value: string) =>
  ({ id, type: "transform", name: id, config: { value } }) as const;
const agent = (id: string) =>
  ({
    id,
    type: "agent",
    name: id,
    config: { instructions: "Say it.", model: "sandbox/echo", task: "{{ input }}" },
  }) as const;

async function start(definition: PipelineDefinitionInput, input: Json = { topic: "tides" }): Promise<RunId> {
  const pipelineId = await seedPipeline(context, definition);
  const { runId } = await startRun(context, {
    pipelineId,
    input,
    variables: {},
    version: null,
    idempotencyKey: null,
  });
  return runId;
}

function claim(runId: RunId, nodeId: string, worker = engine) {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId };
  return claimNode(worker, ref, { follow: "must-dispatch", handoverToken: null });
}

async function claimTask(runId: RunId, nodeId: string, worker = engine): Promise<NodeTask> {
  const claimed = await claim(runId, nodeId, worker);
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  return claimed.task;
}

function completed(output: Json): NodeOutcome {
  return { kind: "completed", output, usage: null, providerRequestId: null, artifacts: [] };
}

function said(output: string, inputTokens: number, outputTokens: number): NodeOutcome {
  const usage = {
    inputTokens,
    outputTokens,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    estimated: false,
    raw: null,
  };
  return { kind: "completed", output, usage, providerRequestId: "req_1", artifacts: [] };
}

function failed(code: "PROVIDER_OVERLOADED" | "PROVIDER_REFUSED"): NodeOutcome {
  const error = { code, message: "no", retryable: code === "PROVIDER_OVERLOADED" } as const;
  return { kind: "failed", error, retryAfterMs: null, usage: null, providerRequestId: null, text: "" };
}

async function readLog(runId: RunId): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of watchRun(context, { runId, afterSeq: 0 }, AbortSignal.timeout(60_000)))
    events.push(event);
  return events;
}

describe("a run of pure nodes", () => {
  it("has ended when it has been started, with its artifact, output and log", async () => {
    const runId = await start(
      chainOf("Pure", [trigger, transform("name", "input.topic"), transform("loud", "input + '!'")]),
    );
    const { run, nodeRuns, artifacts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "tides!", costMicros: 0, error: null });
    expect(nodeRuns.map((nodeRun) => [nodeRun.nodeId, nodeRun.status, nodeRun.output])).toEqual(
      expect.arrayContaining([
        ["name", "completed", "tides"],
        ["loud", "completed", "tides!"],
      ]),
    );
    expect(artifacts).toHaveLength(1);
    const log = await readLog(runId);
    expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.at(0)?.type).toBe("run.started");
    expect(log.at(-1)?.type).toBe("run.completed");
  });
});

describe("a run with effects", () => {
  it("passes each output on and counts tokens and cost of every attempt", async () => {
    const runId = await start(chainOf("Agents", [trigger, agent("one"), agent("two")]));
    const first = await claimTask(runId, "one");
    await settleAttempt(engine, first, failed("PROVIDER_OVERLOADED"), "must-dispatch");
    expect((await claim(runId, "one")).kind).toBe("busy");
    await database.asOwner("update node_runs set wake_at = now() - interval '1 second' where run_id = $1", [
      runId,
    ]);
    const second = await claimTask(runId, "one");
    expect(second.attempt).toBe(2);
    await settleAttempt(engine, second, said("hello", 1_000, 100), "must-dispatch");
    const next = await claimTask(runId, "two");
    expect(next.scope.input).toBe("hello");
    await settleAttempt(engine, next, said("bye", 10, 20), "must-dispatch");
    const { run, attempts, nodeRuns } = await getRun(context, { runId });
    expect(run).toMatchObject({
      status: "completed",
      output: "bye",
      inputTokens: 1_010,
      outputTokens: 120,
      isSandbox: true,
    });
    expect(run.costMicros).toBeGreaterThan(0);
    expect(run.costMicros).toBe(nodeRuns.reduce((sum, nodeRun) => sum + (nodeRun.costMicros ?? 0), 0));
    expect(attempts.map((each) => [each.nodeId, each.attempt, each.status])).toEqual([
      ["one", 1, "failed"],
      ["one", 2, "completed"],
      ["two", 1, "completed"],
    ]);
    const ledger = await database.asOwner<{ kind: string }>(
      "select kind from ledger_entries where run_id = $1 order by id",
      [runId],
    );
    expect(ledger.map((entry) => entry.kind)).toEqual([
      "reserve",
      "release",
      "reserve",
      "settle",
      "reserve",
      "settle",
    ]);
  });

  it("settles once: a second worker is busy, and a repeated claim or settlement is reported as such", async () => {
    const runId = await start(chainOf("Once", [trigger, noop("work")]));
    const task = await claimTask(runId, "work");
    expect((await claim(runId, "work", createTestEngine(context))).kind).toBe("busy");
    expect((await settleAttempt(engine, task, completed(1), "must-dispatch")).kind).toBe("settled");
    expect((await settleAttempt(engine, task, completed(2), "must-dispatch")).kind).toBe("repeated");
    const { run } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: 1 });
    expect((await claim(runId, "work")).kind).toBe("gone");
  });

  it("claims a single successor in the transaction that settles", async () => {
    const runId = await start(chainOf("Chain", [trigger, noop("a"), noop("b")]));
    const settlement = await settleAttempt(engine, await claimTask(runId, "a"), completed("x"), "may-follow");
    if (settlement.kind !== "settled" || settlement.next === null) throw new Error("nothing followed");
    expect(settlement.next).toMatchObject({ nodeId: "b", attempt: 1, scope: { input: "x" } });
    await settleAttempt(engine, settlement.next, completed("y"), "may-follow");
    expect((await getRun(context, { runId })).run).toMatchObject({ status: "completed", output: "y" });
  });

  it("takes over from a worker that died, books its partial text, and fences its late result", async () => {
    const runId = await start(chainOf("Dead", [trigger, agent("talk")]));
    const lost = await claimTask(runId, "talk", createTestEngine(context, { leaseMs: 1 }));
    await appendAttemptText(engine, lost, "half a sen");
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await continueRun(engine, context.actor.workspaceId, runId)).toBe("handed-out");
    const task = await claimTask(runId, "talk");
    expect(task.attempt).toBe(2);
    await appendAttemptText(engine, lost, "too late");
    expect((await settleAttempt(engine, lost, said("too late", 5, 5), "must-dispatch")).kind).toBe("fenced");
    await settleAttempt(engine, task, said("whole", 5, 5), "must-dispatch");
    const { run, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "whole" });
    expect(attempts[0]).toMatchObject({
      status: "lost",
      text: "half a sen",
      inputTokens: 5,
      outputTokens: 5,
      isEstimated: false,
    });
    expect(run).toMatchObject({ inputTokens: 10, outputTokens: 10 });
    const [ledger] = await database.asOwner<{ sum: string }>(
      "select sum(amount_micros) as sum from ledger_entries where run_id = $1 and kind in ('settle', 'late')",
      [runId],
    );
    expect(Number(ledger?.sum)).toBe(run.costMicros);
    const said2 = (await readLog(runId)).flatMap((event) =>
      event.type === "node.delta" ? [event.text] : [],
    );
    expect(said2).toEqual(["half a sen"]);
  });
});

describe("stopping and forking", () => {
  it("cancels what has not begun and ends when the call in flight has settled, keeping its text", async () => {
    const runId = await start(chainOf("Stop", [trigger, agent("talk"), agent("more")]));
    const task = await claimTask(runId, "talk");
    expect(await cancelRun(context, { runId, reason: "enough" })).toEqual({ status: "running" });
    const usage = {
      inputTokens: 10,
      outputTokens: 3,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      estimated: true,
      raw: null,
    };
    const outcome: NodeOutcome = { kind: "cancelled", usage, providerRequestId: null, text: "abc" };
    await settleAttempt(engine, task, outcome, "must-dispatch");
    const { run, attempts, nodeRuns } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "cancelled", outputTokens: 3 });
    expect(run.costMicros).toBeGreaterThan(0);
    expect(attempts[0]).toMatchObject({ status: "cancelled", text: "abc", isEstimated: true });
    expect(nodeRuns.map((nodeRun) => nodeRun.status).sort()).toEqual(["cancelled", "cancelled", "completed"]);
    const log = await readLog(runId);
    expect(log.filter(isTerminalEvent)).toHaveLength(1);
  });

  it("forks from a node: upstream results are taken over without a call", async () => {
    const runId = await start(chainOf("Fork", [trigger, agent("a"), agent("b")]));
    await settleAttempt(engine, await claimTask(runId, "a"), said("from a", 10, 10), "must-dispatch");
    await settleAttempt(engine, await claimTask(runId, "b"), failed("PROVIDER_REFUSED"), "must-dispatch");
    expect((await getRun(context, { runId })).run.status).toBe("failed");
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], idempotencyKey: null });
    const task = await claimTask(fork.runId, "b");
    expect(task.scope.input).toBe("from a");
    await settleAttempt(engine, task, said("from b", 10, 10), "must-dispatch");
    const view = await getRun(context, { runId: fork.runId });
    expect(view.run).toMatchObject({
      status: "completed",
      output: "from b",
      inputTokens: 10,
      forkedFromRunId: runId,
    });
    expect(view.attempts.map((each) => each.nodeId)).toEqual(["b"]);
    expect(view.nodeRuns.find((nodeRun) => nodeRun.nodeId === "a")).toMatchObject({
      reusedFromRunId: runId,
      costMicros: 0,
    });
    const log = await readLog(fork.runId);
    expect(log.map((event) => event.type).filter((type) => type === "node.completed")).toHaveLength(3);
    expect(log.find((event) => event.type === "node.completed" && event.nodeId === "a")).toMatchObject({
      reused: true,
      output: "from a",
    });
  });
});
