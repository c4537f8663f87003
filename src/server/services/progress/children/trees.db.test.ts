import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { listRuns } from "#server/services/runs/reading/list-runs.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { continueRun } from "../healing/continue-run.ts";
import { reconcile } from "../healing/reconcile.ts";
import { call, failed, handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
const { workspaceId } = stage.context.actor;

const ask = {
  id: "ask",
  type: "agent",
  name: "Ask",
  config: { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 },
  retry: { maxRetries: 0 },
} as const;
const approval: Parameters<typeof chainOf>[1][number] = {
  id: "approve",
  type: "wait",
  name: "Approve",
  config: { for: "approval", title: "Go?", choices: ["ok"] },
};

beforeAll(async () => {
  await stage.publish("leaf", chainOf("Leaf", [trigger, noop("inside")]));
  await stage.publish("middle", chainOf("Middle", [trigger, call("down", "leaf")]));
  await stage.publish("paid", chainOf("Paid", [trigger, ask]));
  await stage.publish("asking", chainOf("Asking", [trigger, approval]));
});

const top = (slug: string, more = {}) =>
  stage.publish(`top-${Math.random().toString(36).slice(2, 8)}`, {
    ...chainOf("Top", [trigger, call("each", slug, more)]),
  });

/** Runs everything up to this node, whose attempts stay open. */
const stayAt = (nodeId: string) => (task: Parameters<typeof handOn>[0]) =>
  task.node.id === nodeId ? ("never" as const) : handOn(task);

async function depthsOf(runId: RunId) {
  const middle = await stage.childOf(runId);
  return { middle, leaf: await stage.childOf(middle.id) };
}

const settled = (runId: RunId) => stage.runOf(runId).then(({ status }) => status);

const openOf = (runId: RunId) =>
  ({ runId, mine: false, which: "open", kinds: null, cursor: null, limit: 5 }) as const;

describe("stopping a tree", () => {
  it("stops all of it, from the top to the attempts in flight, and ends from the bottom up", async () => {
    const runId = await stage.start(await top("middle"));
    await stage.work(stayAt("inside"));
    const { middle, leaf } = await depthsOf(runId);
    const { status } = await cancelRun(stage.context, { runId, reason: "enough" });
    expect(status).toBe("running");
    await stage.work(handOn);
    expect(await settled(runId)).toBe("running");
    // The worker at the bottom stops now.
    await stage.loseLeases(leaf.id);
    await continueRun(stage.engine, workspaceId, leaf.id);
    await stage.work(handOn);
    expect(await Promise.all([leaf.id, middle.id, runId].map(settled))).toEqual([
      "cancelled",
      "cancelled",
      "cancelled",
    ]);
    const line = (await stage.linesOf(leaf.id)).find(({ type }) => type === "run.cancelled");
    expect(line).toMatchObject({ reason: expect.stringContaining("enough") });
  });

  it("reaches a run whose notice was lost", async () => {
    const runId = await stage.start(await top("asking"));
    await stage.work();
    const child = await stage.childOf(runId);
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.drop((await stage.jobs()).map(({ id }) => id));
    await stage.lookAfter(child.id);
    await reconcile(stage.engine);
    await stage.work();
    expect(await settled(child.id)).toBe("cancelled");
    expect(await settled(runId)).toBe("cancelled");
  });

  it("leaves the rest of a tree alone when somebody stops only a part: the node has failed, and is not retried", async () => {
    const runId = await stage.start(await top("middle", { retry: { maxRetries: 3, backoffBaseMs: 0 } }));
    await stage.work(stayAt("inside"), () => true);
    const { middle, leaf } = await depthsOf(runId);
    await cancelRun(stage.context, { runId: middle.id, reason: "not this one" });
    await stage.loseLeases(leaf.id);
    await stage.work();
    await continueRun(stage.engine, workspaceId, leaf.id);
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({
      status: "failed",
      error: { code: "CHILD_FAILED", details: { status: "cancelled" } },
    });
    expect(await stage.childrenOf(runId)).toHaveLength(1);
  });

  it("is bound by the root's deadline, even where a called pipeline has a later one", async () => {
    const pipelineId = await stage.publish("hasty", {
      ...chainOf("Hasty", [trigger, call("each", "leaf")]),
      settings: { timeoutSeconds: 100 },
    });
    const runId = await stage.start(pipelineId);
    await stage.work(stayAt("inside"));
    const child = await stage.childOf(runId);
    expect(child.seconds).toBeLessThanOrEqual(100);
    await stage.passDeadlines(runId, child.id);
    await stage.loseLeases(child.id);
    for (const id of [child.id, runId, child.id]) await continueRun(stage.engine, workspaceId, id);
    await stage.work();
    expect(await settled(runId)).toBe("timeout");
  });

  it("ends a run at its node's time-out, where that is earlier", async () => {
    const runId = await stage.start(await top("leaf", { timeoutMs: 5_000 }));
    await stage.work(stayAt("inside"));
    const child = await stage.childOf(runId);
    expect(child.seconds).toBe(5);
    await stage.passDeadlines(child.id);
    await stage.loseLeases(child.id);
    for (const _ of [1, 2]) await continueRun(stage.engine, workspaceId, child.id);
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({
      status: "failed",
      error: { code: "CHILD_FAILED", details: { status: "timeout", cause: "RUN_TIMEOUT" } },
    });
  });
});

describe("a tree that only waits", () => {
  it("stops all of its clocks, and continues with the answer", async () => {
    const runId = await stage.start(await top("asking"), "tides");
    await stage.work();
    const child = await stage.childOf(runId);
    expect(await settled(runId)).toBe("waiting");
    expect(await isResting(runId)).toBe(true);
    const [wait] = (await listWaits(stage.context, openOf(child.id))).waits;
    await decideWait(stage.context, {
      waitId: wait?.waitId ?? expect.fail("nothing waits"),
      choice: "ok",
      form: null,
    });
    await stage.work();
    expect(await settled(runId)).toBe("completed");
    const types = (await stage.linesOf(runId)).flatMap(({ type, node }) => (node === "each" ? [type] : []));
    expect(types).toEqual(["node.started", "child.started", "node.waiting", "child.ended", "node.completed"]);
  });

  it("continues as a whole when a part does, and its clocks run again", async () => {
    await stage.publish("asking-first", chainOf("Asking first", [trigger, approval, noop("then")]));
    const runId = await stage.start(await top("asking-first"));
    await stage.work();
    const child = await stage.childOf(runId);
    const [wait] = (await listWaits(stage.context, openOf(child.id))).waits;
    await decideWait(stage.context, { waitId: wait?.waitId ?? expect.fail(), choice: "ok", form: null });
    // The notice that it continues is lost: the reconciler makes the child repeat it.
    await stage.drop((await stage.jobs()).flatMap(({ id, data }) => (data.runId === runId ? [id] : [])));
    expect(await settled(runId)).toBe("waiting");
    await continueRun(stage.engine, workspaceId, child.id);
    await stage.work(stayAt("then"));
    expect(await settled(runId)).toBe("running");
    expect(await isResting(runId)).toBe(false);
  });

  it("is stopped while it waits", async () => {
    const runId = await stage.start(await top("asking"));
    await stage.work();
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.work();
    expect(await settled(runId)).toBe("cancelled");
    expect(await settled((await stage.childOf(runId)).id)).toBe("cancelled");
  });

  async function isResting(runId: RunId) {
    const [row] = await stage.database.asOwner<{ resting: boolean }>(
      "select waiting_since is not null as resting from runs where id = $1",
      [runId],
    );
    return row?.resting;
  }
});

describe("what belongs to a tree", () => {
  it("is listed by its root alone, and counted once", async () => {
    const pipelineId = await top("middle");
    const runId = await stage.start(pipelineId);
    await stage.work();
    const any = {
      ...{ pipelineId: null, statuses: null, startedBy: null },
      ...{ triggerKinds: null, withinSeconds: null, text: null },
    };
    const { middle, leaf } = await depthsOf(runId);
    for (const order of ["newest", "oldest", "longest", "costliest"] as const) {
      const { runs } = await listRuns(stage.context, { ...any, order, cursor: null, limit: 200 });
      const ids = runs.map(({ id }) => id);
      expect(ids).toContain(runId);
      expect(ids).not.toContain(middle.id);
      expect(ids).not.toContain(leaf.id);
    }
    const [leafRuns] = await stage.database.asOwner<{ runs: number }>(
      "select coalesce(sum(run_count), 0)::int as runs from pipeline_counts c join runs r on r.pipeline_id = c.pipeline_id where r.id = $1",
      [leaf.id],
    );
    expect(leafRuns?.runs).toBe(0);
    expect({ depth: leaf.depth, root: leaf.rootRunId }).toEqual({ depth: 2, root: runId });
  });

  it("shares one budget", async () => {
    const pipelineId = await stage.publish("twice", {
      name: "Twice",
      nodes: [trigger, call("one", "paid"), call("two", "paid")],
      edges: [
        { id: "e1", from: "start", to: "one" },
        { id: "e2", from: "one", to: "two" },
      ],
    });
    const said = (output: string): NodeOutcome => ({
      kind: "completed",
      output,
      usage: {
        inputTokens: 10,
        outputTokens: 900,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        estimated: false,
        raw: null,
      },
      providerRequestId: null,
      artifacts: [],
    });
    const open = await stage.start(pipelineId, "tides");
    await stage.work((task) => (task.node.id === "ask" ? said("ebb") : handOn(task)));
    const spent = await stage.childOf(open);
    const [cost] = await stage.database.asOwner<{ micros: number }>(
      "select cost_micros::float8 as micros from runs where id = $1",
      [spent.id],
    );
    const bound = await stage.start(pipelineId, "tides", {
      budgetMicros: Math.ceil((cost?.micros ?? 0) * 1.9),
    });
    await stage.work((task) => (task.node.id === "ask" ? said("ebb") : handOn(task)));
    expect(await stage.runOf(bound)).toMatchObject({
      status: "failed",
      error: { nodeId: "two", details: { cause: "BUDGET_EXCEEDED" } },
    });
  });

  it("is taken over by a fork as far as it was finished", async () => {
    const pipelineId = await stage.publish("half", {
      ...chainOf("Half", [trigger, call("done", "leaf"), call("open", "leaf")]),
    });
    const runId = await stage.start(pipelineId, "tides");
    let isFirst = true;
    await stage.work((task) => {
      if (task.node.id !== "inside" || isFirst) {
        if (task.node.id === "inside") isFirst = false;
        return handOn(task);
      }
      return failed("no");
    });
    expect(await stage.runOf(runId)).toMatchObject({ status: "failed", error: { nodeId: "open" } });
    const fork = await forkRun(stage.context, { runId, fromNodeIds: [], idempotencyKey: null });
    await stage.work();
    expect(await stage.runOf(fork.runId)).toMatchObject({ status: "completed", output: "tides" });
    expect((await stage.childrenOf(fork.runId)).map(({ nodeId }) => nodeId)).toEqual(["open"]);
  });

  it("uses only the sandbox in a rehearsal", async () => {
    await stage.publish(
      "real",
      chainOf("Real", [trigger, { ...ask, config: { ...ask.config, model: "anthropic/claude-opus-4-5" } }]),
    );
    const pipelineId = await top("real");
    await expect(stage.start(pipelineId)).rejects.toMatchObject({ code: "KEY_MISSING" });
    const runId = await stage.start(pipelineId, "tides", { faults: {} });
    const asked: string[] = [];
    await stage.work((task) => {
      asked.push(`${task.model?.provider}`);
      return handOn(task);
    });
    expect(asked).toEqual(["sandbox"]);
    expect(await settled(runId)).toBe("completed");
  });
});
