import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { FaultPlan } from "#core/pipeline/rehearsal/fault-plan.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { type HttpSink, startHttpSink } from "#inngest/testing/http-sink.ts";
import { edges, trigger } from "#inngest/testing/pipelines.ts";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listLastRuns } from "#server/db/run/reading/list-last-runs.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { readRunEnd } from "#server/db/trigger/run-end-store.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { runShortNodes } from "./run-short-nodes.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
let sandbox: SandboxServer;
let sink: HttpSink;
beforeAll(async () => {
  sandbox = await startSandboxServer();
  sink = await startHttpSink(0);
});
afterAll(async () => {
  await sandbox.close();
  await sink.close();
});

/** A vendor for which there is no key, and a request that must not be sent. */
async function seed() {
  return seedPipeline(context, {
    name: "Rehearsed",
    settings: { retryBackoffBase: 0, maxRetriesPerNode: 2 },
    nodes: [
      trigger,
      {
        id: "ask",
        type: "agent",
        name: "Ask",
        config: { model: "anthropic/claude-haiku-5-5", task: "Say {{ input }}." },
      },
      {
        id: "call",
        type: "action",
        name: "Call",
        config: {
          action: "http.request",
          url: `${sink.url}/call`,
          headers: { "X-Token": "{{ secrets.NOT_THERE }}" },
        },
      },
    ],
    edges: edges("start -> ask", "ask -> call"),
  });
}

async function rehearse(faults: FaultPlan) {
  const pipelineId = await seed();
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null, faults };
  return { pipelineId, runId: (await startRun(context, asked)).runId };
}

async function carryOut(runId: RunId) {
  const runner = createTestRunner(context, { sandboxUrl: sandbox.url, allowPrivateHttp: true });
  await expect
    .poll(async () => {
      await runShortNodes(runner, { workspaceId, runId, nodeId: "ask", handoverToken: null }, "may-follow");
      return (await getRun(context, { runId })).run.status;
    })
    .toBe("completed");
  return getRun(context, { runId });
}

describe("a rehearsal", () => {
  it("needs no key and no secret, meets its trouble, and reaches nothing in the world", async () => {
    const { pipelineId, runId } = await rehearse({ ask: { fault: "529", times: 1, retryAfterSeconds: 0 } });
    const { run, attempts, nodeRuns } = await carryOut(runId);
    expect(run).toMatchObject({ isRehearsal: true, isSandbox: true, versionNumber: null });
    expect(attempts.map(({ status, model }) => [status, model])).toEqual([
      ["failed", "brief?fault=529&times=1&retryAfter=0"],
      ["completed", "brief?fault=529&times=1&retryAfter=0"],
    ]);
    expect(nodeRuns.find(({ nodeId }) => nodeId === "call")?.output).toMatchObject({
      status: 200,
      body: null,
    });
    expect(sink.requests).toEqual([]);

    // It is kept apart: no mark of the pipeline's runs, and nothing is started by its end.
    await withTenant(database.db, workspaceId, async (tx) => {
      expect(await listLastRuns(tx, workspaceId, [pipelineId], 5)).toEqual([]);
      expect(await readRunEnd(tx, workspaceId, runId)).toBeNull();
    });
    // What is forked from it is one, too.
    const fork = await forkRun(context, { runId, fromNodeIds: ["call"], idempotencyKey: null });
    expect((await getRun(context, fork)).run.isRehearsal).toBe(true);
    // Also with changes, and on the draft, which would ask a vendor.
    const changes = { version: "draft" as const };
    const other = await forkRun(context, { runId, fromNodeIds: ["ask"], changes, idempotencyKey: null });
    const forked = await getRun(context, other);
    expect(forked.run.isRehearsal).toBe(true);
    expect(JSON.stringify(forked.definition)).not.toContain("anthropic/");
  });

  it("is refused where a node cannot meet its trouble; a run in earnest needs its key", async () => {
    await expect(rehearse({ call: { fault: "cut" } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      nodeId: "call",
    });
    const pipelineId = await seed();
    const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    await expect(startRun(context, asked)).rejects.toMatchObject({ code: "KEY_MISSING" });
  });
});
