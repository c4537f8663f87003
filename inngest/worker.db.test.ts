import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { type Listener, listen } from "#server/db/listen.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { parseEnvironment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { createRunBell } from "#server/services/runs/log/run-bell.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, noop, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { startWorker, type Worker } from "./worker.ts";

const database = await createTestDatabase();
const sandbox = await startSandboxServer();
const ring = `k1:${randomBytes(32).toString("base64")}`;
let worker: Worker;
let listener: Listener;
let context: ServiceContext;

beforeAll(async () => {
  const environment = parseEnvironment({
    NODE_ENV: "test",
    DATABASE_APP_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    PENSTOCK_KEYRING: ring,
    // What leaves this machine goes nowhere.
    EGRESS_PROXY: "http://127.0.0.1:1",
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    SANDBOX_URL: sandbox.url,
  });
  worker = await startWorker(environment, createLogger({ level: "warn", service: "worker" }));
  await worker.ready;
  listener = await listen({ url: database.appUrl, onReconnect: () => undefined });
  const bell = createRunBell(listener);
  context = {
    ...(await createTestContext(database.db)),
    keyring: parseKeyring(ring),
    runs: { engine: "embedded", plans: new PlanCache(), bell },
  };
});
afterAll(async () => {
  await listener.close();
  await worker.stop();
  await sandbox.close();
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const agent = (id: string, model = "sandbox/echo?pace=0", task = "{{ input }}") =>
  ({ id, type: "agent", name: id, config: { instructions: "Say it.", model, task } }) as const;

async function start(definition: PipelineDefinitionInput, input = "tides"): Promise<RunId> {
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

async function follow(runId: RunId, onEvent: (event: RunEvent) => unknown = () => undefined) {
  const events: RunEvent[] = [];
  for await (const event of watchRun(context, { runId, afterSeq: 0 }, AbortSignal.timeout(60_000))) {
    events.push(event);
    await onEvent(event);
  }
  return events;
}

const textOf = (events: readonly RunEvent[], nodeId: string) =>
  events
    .flatMap((event) => (event.type === "node.delta" && event.nodeId === nodeId ? [event.text] : []))
    .join("");

const cutModel = "sandbox/echo?pace=0&fault=max-tokens&after=1";

describe("a worker with the embedded engine", () => {
  it("carries a chain of effects to its end", async () => {
    const runId = await start(chainOf("Chain", [trigger, noop("a"), noop("b"), noop("c")]));
    await follow(runId);
    expect((await getRun(context, { runId })).run).toMatchObject({ status: "completed", output: "tides" });
  });

  it("asks a fallback where a model is overloaded, and marks an answer that was cut", async () => {
    const asked = agent("ask", "sandbox/echo?pace=0&fault=529&times=always");
    const config = { ...asked.config, fallbackModel: cutModel, onCut: "keep" } as const;
    const look = {
      id: "look",
      type: "transform",
      name: "Look",
      config: { value: "nodes.ask.stop" },
    } as const;
    const runId = await start(chainOf("Fallback", [trigger, { ...asked, config }, look]));
    const events = await follow(runId);
    const { run, attempts, nodeRuns } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "max_tokens" });
    expect(attempts.map(({ model, status, stop }) => [model?.split("&")[1], status, stop])).toEqual([
      ["fault=529", "failed", null],
      ["fault=max-tokens", "completed", "max_tokens"],
    ]);
    expect(nodeRuns).toContainEqual(expect.objectContaining({ nodeId: "ask", stop: "max_tokens" }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "node.completed", nodeId: "ask", stop: "max_tokens" }),
    );
  });

  it.each([
    [cutModel, "max_tokens"],
    ["sandbox/echo?pace=0&fault=refusal", "refusal"],
  ])("buys an answer of %s once, and says on its error branch why it failed: %s", async (model, stop) => {
    const look = {
      id: "look",
      type: "transform",
      name: "Look",
      config: { value: "nodes.ask.stop" },
    } as const;
    const runId = await start({
      name: "Caught",
      nodes: [trigger, { ...agent("ask", model), onError: "branch" }, noop("go"), look],
      edges: [
        { id: "e1", from: "start", to: "ask" },
        { id: "e2", from: "ask", to: "go" },
        { id: "e3", from: "ask", to: "look", condition: "error" },
      ],
    });
    const events = await follow(runId);
    const { run, attempts, nodeRuns } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: { look: stop } });
    expect(attempts).toMatchObject([{ nodeId: "ask", status: "failed", stop, costMicros: run.costMicros }]);
    expect(run.costMicros).toBeGreaterThan(0);
    expect(nodeRuns).toContainEqual(expect.objectContaining({ nodeId: "ask", status: "failed", stop }));
    expect(events).toContainEqual(expect.objectContaining({ type: "node.failed", nodeId: "ask", stop }));
  });

  it.each(["messages", "responses", "chat"])("lets a model put its JSON right, in %s", async (wire) => {
    const model = `sandbox/brief?pace=0&fault=not-json&wire=${wire}`;
    const outputSchema = { type: "object", properties: { risk: { type: "string" } }, required: ["risk"] };
    const asked = { ...agent("ask", model), outputSchema, retry: { maxRetries: 0 } };
    const runId = await start(chainOf("Repaired", [trigger, asked]));
    const events = await follow(runId);
    const { run, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: { risk: expect.any(String) } });
    expect(attempts.map(({ status, error }) => [status, error?.code ?? null])).toEqual([
      ["failed", "OUTPUT_INVALID"],
      ["completed", null],
    ]);
    const [first, second] = attempts;
    // The second one read the first answer as well, and both are paid.
    expect(second?.inputTokens).toBeGreaterThan((first?.inputTokens ?? 0) + 20);
    expect(run.costMicros).toBe((first?.costMicros ?? 0) + (second?.costMicros ?? 0));
    expect(events).toContainEqual(expect.objectContaining({ type: "node.started", attempt: 2, repairOf: 1 }));
  });

  it("says that the proxy is down, tries again as for a vendor that is down, and books nothing", async () => {
    await createProviderKey(context, {
      ...{ provider: "anthropic", label: "Ours", secret: "sk-ant-0123456789", baseUrl: null, owner: "me" },
    });
    const asked = {
      ...agent("ask", "anthropic/claude-haiku-5-5"),
      retry: { maxRetries: 1, backoffBaseMs: 0 },
    };
    const runId = await start(chainOf("Cut off", [trigger, asked]));
    await follow(runId);
    const { run, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "failed", costMicros: 0 });
    const unavailable = { status: "failed", costMicros: 0, error: { code: "PROVIDER_UNAVAILABLE" } };
    expect(attempts).toMatchObject([unavailable, unavailable]);
    expect(run.error?.message).toContain("The proxy that requests go through could not be reached");
  });

  it("books instructions that a vendor has kept at their own price", async () => {
    const asked = agent("ask", "sandbox/brief?pace=0");
    const instructions = "Keep to the facts of the text. ".repeat(200);
    const config = { ...asked.config, instructions, promptCache: "always" } as const;
    const costs: (number | null)[] = [];
    for (const [read, written] of [
      [0, expect.any(Number)],
      [expect.any(Number), 0],
    ]) {
      const runId = await start(chainOf("Kept", [trigger, { ...asked, config }]));
      await follow(runId);
      const { run, attempts } = await getRun(context, { runId });
      expect(attempts).toMatchObject([{ cacheReadTokens: read, cacheWriteTokens: written }]);
      expect(attempts[0]?.inputTokens).toBeLessThan(1_024);
      costs.push(run.costMicros);
    }
    expect(costs[1]).toBeLessThan((costs[0] ?? 0) / 2);
  });

  it.each([
    ["big-event", "PROVIDER_PROTOCOL"],
    ["empty", "OUTPUT_EMPTY"],
    ["tool-use", "OUTPUT_INVALID"],
    ["web-page", "PROVIDER_PROTOCOL"],
  ])("buys an answer that rehearses %s once, and keeps little of it", async (fault, code) => {
    const runId = await start(
      chainOf("Once", [trigger, agent("ask", `sandbox/echo?pace=0&fault=${fault}&times=always`)]),
    );
    const events = await follow(runId);
    const view = await getRun(context, { runId });
    expect(view.run).toMatchObject({ status: "failed", error: { code } });
    expect(view.attempts).toHaveLength(1);
    expect(JSON.stringify([events, view]).length).toBeLessThan(20_000);
  });

  it("streams two agents side by side and joins them", async () => {
    const slow = "sandbox/echo?pace=15&tokens=40";
    const runId = await start({
      name: "Side by side",
      nodes: [trigger, agent("left", slow), agent("right", slow), noop("both")],
      edges: [
        { id: "e1", from: "start", to: "left" },
        { id: "e2", from: "start", to: "right" },
        { id: "e3", from: "left", to: "both" },
        { id: "e4", from: "right", to: "both" },
      ],
    });
    const events = await follow(runId);
    const { run, nodeRuns } = await getRun(context, { runId });
    expect(run.status).toBe("completed");
    for (const id of ["left", "right"]) {
      expect(textOf(events, id)).toBe(nodeRuns.find((nodeRun) => nodeRun.nodeId === id)?.output);
    }
    const order = events.flatMap((event) =>
      event.type === "node.started" || event.type === "node.completed"
        ? [`${event.type} ${event.nodeId}`]
        : [],
    );
    expect(order.indexOf("node.started right")).toBeLessThan(order.indexOf("node.completed left"));
    expect(order.indexOf("node.started left")).toBeLessThan(order.indexOf("node.completed right"));
  });

  it("tries again after trouble, and a retry's text replaces the partial one", async () => {
    const runId = await start(
      chainOf("Trouble", [trigger, agent("talk", "sandbox/echo?pace=0&fault=cut&after=1&times=1&tokens=30")]),
    );
    const events = await follow(runId);
    expect(events.filter((event) => event.type === "node.retrying")).toHaveLength(1);
    const { run, attempts } = await getRun(context, { runId });
    expect(run.status).toBe("completed");
    expect(attempts.map((each) => each.status)).toEqual(["failed", "completed"]);
    expect(attempts[0]?.outputTokens).toBeGreaterThan(0);
  });

  it("closes the provider's socket on a cancel, long before the answer has ended, and keeps what was said", async () => {
    const runId = await start(
      chainOf("Cancel", [trigger, agent("talk", "sandbox/echo?pace=30&tokens=2000"), noop("after")]),
    );
    let isCancelled = false;
    const events = await follow(runId, async (event) => {
      if (event.type !== "node.delta" || isCancelled) return;
      isCancelled = true;
      await cancelRun(context, { runId, reason: "test" });
    });
    const { run, attempts } = await getRun(context, { runId });
    expect(run.status).toBe("cancelled");
    expect(attempts[0]).toMatchObject({
      status: "cancelled",
      isEstimated: true,
      text: textOf(events, "talk"),
    });
    expect(run.costMicros).toBeGreaterThan(0);
    expect(sandbox.stats().entries.at(-1)).toMatchObject({ outcome: "closed-by-client" });
  });

  it("waits durably and ends a run that is out of time", async () => {
    const delay = { id: "pause", type: "delay", name: "Pause", config: { seconds: 1 } } as const;
    const startedAt = performance.now();
    const waited = await start(chainOf("Delay", [trigger, delay, noop("after")]));
    const events = await follow(waited);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    expect(events.map((event) => event.type)).toContain("node.waiting");
    expect((await getRun(context, { runId: waited })).run.status).toBe("completed");
    const late = await start({
      ...chainOf("Late", [trigger, agent("talk", "sandbox/echo?pace=50&tokens=2000")]),
      settings: { timeoutSeconds: 1 },
    });
    await follow(late);
    expect((await getRun(context, { runId: late })).run).toMatchObject({
      status: "timeout",
      error: { code: "RUN_TIMEOUT" },
    });
  });
});
