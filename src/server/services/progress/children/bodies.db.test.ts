import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { createAgent } from "#server/services/agents/create-agent.ts";
import { findAgentUses } from "#server/services/agents/find-agent-uses.ts";
import { walkCalls } from "#server/services/runs/calls/walk-calls.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { failed, handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();

type Node = Parameters<typeof chainOf>[1][number];

/** A node that runs a body. */
function inside(id: string, nodes: readonly object[], more: object = {}): Node {
  return {
    id,
    type: "call",
    name: id,
    config: { body: { nodes } },
    retry: { maxRetries: 0 },
    ...more,
  } as unknown as Node;
}

const words = {
  id: "words",
  type: "transform",
  name: "Words",
  config: {
    value: { text: "input.text", tone: "variables.tone", index: "item.index", whole: "trigger.text" },
  },
};

const publish = (nodes: readonly Node[]) =>
  stage.publish(`p-${Math.random().toString(36).slice(2, 9)}`, {
    ...chainOf("Around", [trigger, ...nodes]),
    variables: { tone: { default: "friendly", required: false } },
  });

beforeAll(async () => {
  await stage.publish("leaf", chainOf("Leaf", [trigger, noop("inside")]));
});

describe("a body", () => {
  it("runs as a child run, with the variables of the run around it, and returns its output", async () => {
    const pipelineId = await publish([inside("each", [words], { input: { text: "trigger.review" } })]);
    const runId = await stage.start(pipelineId, { review: "good" }, { variables: { tone: "dry" } });
    await stage.work();
    const output = { text: "good", tone: "dry", index: 0, whole: "good" };
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed", output });
    const child = await stage.childOf(runId);
    expect(child).toMatchObject({
      status: "completed",
      depth: 1,
      input: { text: "good" },
      triggerKind: "call",
    });
    const view = await getRun(stage.context, { runId: child.id });
    expect(view.definition.nodes.map(({ id }) => id)).toEqual(["start", "words"]);
    expect(view.ancestors).toMatchObject([{ runId, nodeId: "each" }]);
  });

  it("is frozen with the root, each once, together with nested bodies and what they call", async () => {
    const call = { id: "down", type: "call", name: "Down", config: { pipeline: "leaf" } };
    const pipelineId = await publish([inside("each", [inside("deep", [call])]), inside("again", [words])]);
    const runs: string[] = [];
    for (const text of ["a", "b"]) runs.push(await stage.start(pipelineId, { text }));
    const frozen = await stage.database.asOwner<{ calls: Record<string, string> }>(
      "select calls from runs where id = any($1::uuid[]) order by id",
      [runs],
    );
    const [first, second] = frozen.map(({ calls }) => calls);
    expect(first).toEqual(second);
    expect(Object.keys(first ?? {}).map((key) => key.replace(/^.*\//, ""))).toEqual([
      "leaf",
      "each",
      "deep",
      "again",
    ]);
    await stage.work();
    const [runId = ""] = runs;
    const { tree } = await getRun(stage.context, { runId: runId as never });
    expect(tree).toMatchObject({ runs: 5 });
    expect(await stage.runOf(runId as never)).toMatchObject({ status: "completed", output: { text: "a" } });
  });

  it("fails its node with the failed run, which its error branch can read", async () => {
    const pipelineId = await publish([
      inside("each", [noop("inside")], { onError: "continue", fallbackOutput: "instead" }),
    ]);
    const runId = await stage.start(pipelineId, { text: "a" });
    await stage.work((task) => (task.node.id === "inside" ? failed("away") : handOn(task)));
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed", output: "instead" });
    expect(await stage.childOf(runId)).toMatchObject({ status: "failed" });
  });

  it("is not repeated by a fork that takes its node over, and is by one that begins at it", async () => {
    const pipelineId = await publish([inside("each", [words]), noop("after")]);
    const runId = await stage.start(pipelineId, { text: "a" });
    await stage.work();
    const fork = async (fromNodes: readonly string[]) => {
      const { runId: id } = await forkRun(stage.context, {
        runId,
        fromNodeIds: [...fromNodes],
        idempotencyKey: null,
      });
      await stage.work();
      return {
        output: (await stage.runOf(id)).output as Json,
        children: (await stage.childrenOf(id)).length,
      };
    };
    expect(await fork(["after"])).toMatchObject({ output: { text: "a" }, children: 0 });
    expect(await fork(["each"])).toMatchObject({ output: { text: "a" }, children: 1 });
  });

  it("is checked for keys, secrets and agents before anything starts", async () => {
    const vendor = {
      id: "ask",
      type: "agent",
      name: "Ask",
      config: { model: "anthropic/claude-opus-4-8", task: "x" },
    };
    const pipelineId = await publish([inside("each", [inside("deep", [vendor])])]);
    await expect(stage.start(pipelineId)).rejects.toMatchObject({ code: "KEY_MISSING" });
    const request = {
      id: "fetch",
      type: "action",
      name: "Fetch",
      config: {
        action: "http.request",
        url: "https://example.com",
        headers: { token: "{{ secrets.NOT_THERE }}" },
      },
    };
    await expect(stage.start(await publish([inside("each", [request])]))).rejects.toMatchObject({
      code: "SECRET_MISSING",
    });
    const { agentId } = await createAgent(stage.context, {
      key: "helper",
      name: "Helper",
      instructions: "Help.",
      model: "sandbox/echo",
      maxTokens: 100,
      temperature: null,
      fallbackModel: null,
      effort: null,
    });
    const asks = {
      id: "ask",
      type: "agent",
      name: "Asks helper",
      config: { agentId: "helper", task: "{{ input }}" },
    };
    await publish([inside("each", [inside("deep", [asks])])]);
    expect(JSON.stringify(await findAgentUses(stage.context, { agentId }))).toContain("Asks helper");
    const runId = await stage.start(await publish([inside("each", [asks])]));
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed" });
  });

  it("may be nested as deep as runs may call runs, and no deeper", async () => {
    const nested = (depth: number): Node =>
      depth === 0 ? noop("inside") : inside(`b${depth}`, [nested(depth - 1)]);
    const runId = await stage.start(await publish([nested(8)]), { text: "deep" });
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed", output: { text: "deep" } });
    await expect(publish([nested(9)])).rejects.toMatchObject({ code: "INVALID_DEFINITION" });
    await stage.publish("deep", chainOf("Deep", [trigger, nested(5)]));
    const call = { id: "down", type: "call", name: "Down", config: { pipeline: "deep" } };
    await publish([inside("a", [inside("b", [call])])]);
    await expect(publish([inside("a", [inside("b", [inside("c", [call])])])])).rejects.toMatchObject({
      code: "INVALID_DEFINITION",
    });
  });

  it("does not hide a cycle", async () => {
    const round = await stage.publish("round", chainOf("Round", [trigger, noop("inside")]));
    const call = { id: "down", type: "call", name: "Down", config: { pipeline: "round" } };
    const definition = chainOf("Round", [trigger, inside("each", [call])]) as unknown as PipelineDefinition;
    const { workspaceId } = stage.context.actor;
    const { problems } = await withTenantDirect(stage.database.db, workspaceId, (tx) =>
      walkCalls(tx, workspaceId, round, definition),
    );
    expect(problems).toMatchObject([
      { code: "CALL_CIRCLE", nodeId: "each", path: ["config", "body", "nodes", 0, "config", "pipeline"] },
    ]);
  });
});
