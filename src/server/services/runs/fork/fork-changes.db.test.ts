import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { getRun } from "../reading/get-run.ts";
import { startRun } from "../start/start-run.ts";
import { forkRun } from "./fork-run.ts";
import { planFork } from "./plan-fork.ts";
import { resumeRun } from "./resume-run.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const agent = (id: string, task: string, more: object = {}) =>
  ({
    id,
    type: "agent",
    name: id,
    config: { model: "sandbox/echo", task, maxTokens: 100 },
    ...more,
  }) as const;
const send = {
  id: "send",
  type: "action",
  name: "Send",
  config: { action: "http.request", method: "POST", url: "https://a.example" },
} as const;

/** start > a > b > send; `b` reads the variable `tone`. */
const definition: PipelineDefinitionInput = {
  ...chainOf("Fork", [trigger, agent("a", "{{ input }}"), agent("b", "{{ tone }}: {{ input }}"), send]),
  variables: { tone: { default: "kind" }, unused: { default: 1 } },
};

const said = (output: Json): NodeOutcome => ({
  kind: "completed",
  output,
  usage: {
    inputTokens: 10,
    outputTokens: 10,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    estimated: false,
    raw: null,
  },
  providerRequestId: null,
  artifacts: [],
});

async function claim(runId: RunId, nodeId: string) {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId };
  const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  return claimed.task;
}

async function settle(runId: RunId, nodeId: string, output: Json) {
  await settleAttempt(engine, await claim(runId, nodeId), said(output), "must-dispatch");
}

/** An ended run with its own pipeline. */
async function ended(): Promise<{ runId: RunId; pipelineId: string }> {
  const pipelineId = await seedPipeline(context, definition);
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  await settle(runId, "a", "from a");
  await settle(runId, "b", "from b");
  await settle(runId, "send", { status: 200 });
  return { runId, pipelineId };
}

describe("a fork with changes", () => {
  it("shows beforehand what is reused, what runs again, which nodes act again, and the money saved and expected", async () => {
    const { runId } = await ended();
    const plain = await planFork(context, { runId, fromNodeIds: ["b"] });
    expect(plain).toMatchObject({ reused: ["start", "a"], rerun: ["b", "send"], given: [], changes: [] });
    expect(plain.sideEffects).toEqual(["send"]);
    expect(plain.savedMicros).toBeGreaterThan(0);
    expect(plain.lastMicros).toBe(plain.savedMicros);
    expect(plain.expected).toMatchObject({ onceMicros: 0, unpricedModels: [], unboundedNodes: [] });
    expect(plain.expected.playMicros).toBeGreaterThanOrEqual(plain.lastMicros ?? 0);
    expect(await planFork(context, { runId, fromNodeIds: ["b"], changes: {} })).toEqual(plain);
  });

  it.each<[string, object, readonly string[], readonly object[]]>([
    ["input", { input: "rivers" }, ["start", "a", "b", "send"], [{ what: "input" }]],
    ["the same input", { input: "tides" }, ["b", "send"], []],
    [
      "a variable that is read",
      { variables: { tone: "rude" } },
      ["b", "send"],
      [{ what: "variable", name: "tone" }],
    ],
    [
      "a model",
      { agents: { a: { model: "sandbox/brief" } } },
      ["a", "b", "send"],
      [{ what: "model", nodeId: "a" }],
    ],
    ["a prompt", { agents: { b: { task: "Shout." } } }, ["b", "send"], [{ what: "task", nodeId: "b" }]],
  ])("runs again what depends on %s", async (_what, changes, rerun, told) => {
    const { runId } = await ended();
    const plan = await planFork(context, { runId, fromNodeIds: ["b"], changes });
    expect(plan).toMatchObject({ rerun, changes: told });
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], changes, idempotencyKey: null });
    const { run, nodeRuns } = await getRun(context, fork);
    expect(run.forkChanges).toEqual(told);
    expect(
      nodeRuns
        .filter(({ reusedFromRunId }) => reusedFromRunId !== null)
        .map(({ nodeId }) => nodeId)
        .sort(),
    ).toEqual([...plan.reused].sort());
  });

  it("continues after a given output, and calls the model it was told to", async () => {
    const { runId } = await ended();
    const changes = {
      outputs: { a: "given" },
      variables: { tone: "dry" },
      agents: { b: { model: "sandbox/brief", task: "{{ tone }} {{ input }}!" } },
    };
    const plan = await planFork(context, { runId, fromNodeIds: ["send"], changes });
    expect(plan).toMatchObject({ given: ["a"], reused: ["start"], rerun: ["b", "send"] });
    const fork = await forkRun(context, { runId, fromNodeIds: ["send"], changes, idempotencyKey: null });
    const task = await claim(fork.runId, "b");
    expect(task).toMatchObject({
      scope: { input: "given", variables: { tone: "dry" } },
      model: { model: "brief" },
    });
    expect(task.node.definition.config).toMatchObject({ task: "{{ tone }} {{ input }}!" });
    const { run, definition: frozen, nodeRuns } = await getRun(context, fork);
    expect(run).toMatchObject({
      versionNumber: null,
      forkedFromRunId: runId,
      variables: { tone: "dry", unused: 1 },
    });
    expect(run.forkChanges).toHaveLength(4);
    expect(frozen.nodes.find(({ id }) => id === "b")?.config).toMatchObject({ model: "sandbox/brief" });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "a")).toMatchObject({
      status: "completed",
      output: "given",
    });
    const [event] = await database.asOwner<{ detail: object }>(
      "select detail from audit_events where subject_id = $1::text",
      [fork.runId],
    );
    expect(event?.detail).toMatchObject({ fromRunId: runId, changes: run.forkChanges });
  });

  it("runs a newer version: only changed nodes run again", async () => {
    const { runId, pipelineId } = await ended();
    const [nodes, edges] = [definition.nodes, definition.edges ?? []];
    const changed = {
      ...definition,
      nodes: nodes.map((node) =>
        node.id === "b"
          ? { ...node, name: "New", config: { ...node.config, task: "New" } }
          : { ...node, name: "Renamed" },
      ),
      edges,
    };
    await database.asOwner("update pipelines set draft = $1::jsonb where id = $2", [
      JSON.stringify(changed),
      pipelineId,
    ]);
    const plan = await planFork(context, { runId, fromNodeIds: [], changes: { version: "draft" } });
    expect(plan).toMatchObject({ reused: ["start", "a"], rerun: ["b", "send"] });
    expect(plan.changes).toEqual([{ what: "version", from: null, to: null }]);
    expect(plan.names).toMatchObject({ a: "Renamed", b: "New" });
    await expect(
      planFork(context, { runId, fromNodeIds: [], changes: { version: "published" } }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      planFork(context, { runId, fromNodeIds: [], changes: { version: 7 } }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("version 7"),
    });
  });

  it("changes nothing where a change is invalid, and names its place", async () => {
    const { runId } = await ended();
    const wrong = {
      agents: { send: { model: "sandbox/echo" }, nobody: { task: "x" } },
      outputs: { start: 1, none: 2 },
    };
    await expect(planFork(context, { runId, fromNodeIds: [], changes: wrong })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      problems: [
        { nodeId: "send", path: ["changes", "agents", "send"] },
        { nodeId: "nobody", path: ["changes", "agents", "nobody"] },
        { nodeId: "start", path: ["changes", "outputs", "start"] },
        { nodeId: "none", path: ["changes", "outputs", "none"] },
      ],
    });
    const model = { agents: { a: { model: "nobody" } } };
    await expect(planFork(context, { runId, fromNodeIds: [], changes: model })).rejects.toMatchObject({
      code: "INVALID_DEFINITION",
      problems: [{ nodeId: "a", path: ["config", "model"] }],
    });
    const variable = { variables: { nobody: 1 } };
    await expect(
      forkRun(context, { runId, fromNodeIds: [], changes: variable, idempotencyKey: null }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT", problems: [{ path: ["variables", "nobody"] }] });
  });

  it("is possible for a run that is resumed", async () => {
    const pipelineId = await seedPipeline(context, definition);
    const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context, asked);
    await settle(runId, "a", "from a");
    const error = { code: "PROVIDER_REFUSED", message: "No", retryable: false } as const;
    const no = {
      kind: "failed",
      error,
      retryAfterMs: null,
      usage: null,
      providerRequestId: null,
      text: "",
    } as const;
    await settleAttempt(engine, await claim(runId, "b"), no, "must-dispatch");
    const changes = { agents: { b: { task: "Ask nicely." } } };
    const resumed = await resumeRun(context, { runId, changes, idempotencyKey: null });
    const task = await claim(resumed.runId, "b");
    expect(task.node.definition.config).toMatchObject({ task: "Ask nicely." });
    expect((await getRun(context, resumed)).run.forkChanges).toEqual([{ what: "task", nodeId: "b" }]);
  });
});
