import { beforeAll, describe, expect, it } from "vitest";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { addBelow } from "#server/db/run/children/sum-below.ts";
import { planFork } from "#server/services/runs/fork/plan-fork.ts";
import { compareRuns } from "#server/services/runs/reading/compare-runs.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { listChildRuns } from "#server/services/runs/reading/list-child-runs.ts";
import { listRuns } from "#server/services/runs/reading/list-runs.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { call, failed, handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();

const ask = {
  id: "ask",
  type: "agent",
  name: "Ask",
  config: { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 },
  retry: { maxRetries: 0 },
} as const;
const each = {
  id: "each",
  type: "map",
  name: "Each",
  config: { items: "input", pipeline: "act", onItemError: "continue" },
} as const;

const said: NodeOutcome = {
  kind: "completed",
  output: "ebb",
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
};

const everyRun = {
  pipelineId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  withinSeconds: null,
  text: null,
  cursor: null,
} as const;

async function paying() {
  const twice = chainOf("Twice", [trigger, call("one", "paid"), call("two", "paid")]);
  const slug = `twice-${Math.random().toString(36).slice(2, 9)}`;
  return stage.start(await stage.publish(slug, twice), "tides");
}

beforeAll(async () => {
  await stage.publish("paid", chainOf("Paid", [trigger, ask]));
  await stage.publish("act", chainOf("Act", [trigger, noop("act")]));
});

describe("the sums of a tree", () => {
  it("include the usage of each run, and mark play money", async () => {
    const runId = await paying();
    await stage.work((task) => (task.node.id === "ask" ? said : handOn(task)));
    const { run, tree } = await getRun(stage.context, { runId });
    expect(run).toMatchObject({ status: "completed", costMicros: 0, isSandbox: false });
    const parts = await Promise.all((await stage.childrenOf(runId)).map(({ id }) => stage.runOf(id)));
    const costs = parts.map(({ costMicros }) => costMicros ?? 0);
    expect(Math.min(...costs)).toBeGreaterThan(0);
    const sums = { costMicros: costs.reduce((sum, cost) => sum + cost, 0), outputTokens: 1_800 };
    expect(tree).toMatchObject({ runs: 3, ...sums, heldMicros: 0, isSandbox: true });
  });

  it("include the maximum cost of calls in flight, anywhere in the tree", async () => {
    const runId = await paying();
    await stage.work((task) => (task.node.id === "ask" ? "never" : handOn(task)));
    const { run, tree } = await getRun(stage.context, { runId });
    const child = await stage.runOf((await stage.childOf(runId)).id);
    expect(run).toMatchObject({ status: "running", heldMicros: 0 });
    expect(child.heldMicros).toBeGreaterThan(0);
    expect(tree).toMatchObject({ runs: 2, costMicros: 0, heldMicros: child.heldMicros, isSandbox: true });
  });
});

describe("comparing runs", () => {
  it("includes in each node the cost of everything it has started", async () => {
    const slug = `pair-${Math.random().toString(36).slice(2, 9)}`;
    const pipelineId = await stage.publish(slug, chainOf("Pair", [trigger, call("one", "paid")]));
    const runIds = [await stage.start(pipelineId, "tides"), await stage.start(pipelineId, "ebbs")] as const;
    await stage.work((task) => (task.node.id === "ask" ? said : handOn(task)));
    const { nodes } = await compareRuns(stage.context, { runIds });
    const sides = nodes.find(({ nodeId }) => nodeId === "one")?.sides.map((side) => side?.costMicros);
    const spent = await Promise.all(
      runIds.map(async (runId) => (await stage.runOf((await stage.childOf(runId)).id)).costMicros),
    );
    expect(sides).toEqual(spent);
    expect(Math.min(...spent.map(Number))).toBeGreaterThan(0);
  });
});

describe("the list of runs", () => {
  it("shows for each run the cost of everything it has started, and nothing where it has started none", async () => {
    const alone = await stage.start(await stage.publish("alone", chainOf("Alone", [trigger, ask])), "tides");
    const runIds = [await paying(), await paying()];
    await stage.work((task) => (task.node.id === "ask" ? said : handOn(task)));
    const trees = await Promise.all(
      runIds.map(async (runId) => (await getRun(stage.context, { runId })).tree),
    );
    expect(trees[0]?.costMicros).toBeGreaterThan(0);
    const { runs } = await listRuns(stage.context, { ...everyRun, order: "newest", limit: 50 });
    const listed = [alone, ...runIds].map((id) => runs.find((run) => run.id === id));
    expect(listed.map((run) => run?.tree)).toEqual([null, ...trees]);
    expect(listed[0]?.costMicros).toBeGreaterThan(0);
  });

  it("sorts by the cost of whole trees, late bookings included", async () => {
    const slug = `rich-${Math.random().toString(36).slice(2, 9)}`;
    const thrice = chainOf("Thrice", [
      trigger,
      call("one", "paid"),
      call("two", "paid"),
      call("three", "paid"),
    ]);
    const pipelineId = await stage.publish(slug, thrice);
    const runId = await stage.start(pipelineId, "tides");
    const once = await stage.start(
      await stage.publish(`${slug}-1`, chainOf("Once", [trigger, ask])),
      "tides",
    );
    await stage.work((task) => (task.node.id === "ask" ? said : handOn(task)));
    const ofCost = async () => {
      const { runs } = await listRuns(stage.context, { ...everyRun, order: "costliest", limit: 50 });
      return runs.map(({ id, orderKey }) => ({ id, orderKey }));
    };
    const { tree } = await getRun(stage.context, { runId });
    const listed = await ofCost();
    expect(listed[0]).toEqual({ id: runId, orderKey: tree?.costMicros });
    expect(listed.map(({ id }) => id)).toContain(once);
    const child = await stage.childOf(runId);
    const { workspaceId } = stage.context.actor;
    await withTenantDirect(stage.database.db, workspaceId, (tx) => addBelow(tx, workspaceId, child.id, 7));
    expect((await ofCost())[0]?.orderKey).toBe((tree?.costMicros ?? 0) + 7);
  });
});

describe("the cost of a run in the list of a node", () => {
  it("includes what that run has started, too", async () => {
    const slug = `deep-${Math.random().toString(36).slice(2, 9)}`;
    await stage.publish(slug, chainOf("Deep", [trigger, call("down", "paid")]));
    const top = chainOf("Top", [trigger, call("each", slug)]);
    const runId = await stage.start(await stage.publish(`top-${slug}`, top), "tides");
    await stage.work((task) => (task.node.id === "ask" ? said : handOn(task)));
    const { tree } = await getRun(stage.context, { runId });
    const list = { runId, nodeId: "each", onlyFailed: false, cursor: null, limit: 5 };
    const { children } = await listChildRuns(stage.context, list);
    expect(tree?.costMicros).toBeGreaterThan(0);
    expect(children).toMatchObject([{ costMicros: tree?.costMicros, isSandbox: true }]);
  });
});

describe("the plan of a fork", () => {
  it("includes what was spent inside nodes that it takes over or runs again", async () => {
    const runId = await paying();
    let asked = 0;
    await stage.work((task) => {
      if (task.node.id !== "ask") return handOn(task);
      asked += 1;
      return asked === 1 ? said : failed("no");
    });
    const { tree } = await getRun(stage.context, { runId });
    const [first] = await stage.childrenOf(runId);
    const { costMicros } = await stage.runOf(first?.id ?? expect.fail("nothing was called"));
    const total = tree?.costMicros ?? 0;
    expect(costMicros).toBeGreaterThan(0);
    const plan = await planFork(stage.context, { runId, fromNodeIds: [] });
    expect(plan).toMatchObject({ reused: ["start", "one"], savedMicros: costMicros });
    expect(plan.lastMicros).toBe(total - (costMicros ?? 0));
    const again = await planFork(stage.context, { runId, fromNodeIds: ["one"] });
    expect(again).toMatchObject({ savedMicros: 0, lastMicros: total });
  });
});

describe("the runs of a map", () => {
  it("are listed by pages, all of them or only the failed ones", async () => {
    const runId = await stage.start(
      await stage.publish("all", chainOf("All", [trigger, each])),
      [0, 1, 2, 3, 4],
    );
    const isBad = (input: unknown) => input === 1 || input === 3;
    await stage.work((task) =>
      task.node.id === "act" && isBad(task.scope.input) ? failed("no") : handOn(task),
    );
    const places = async (onlyFailed: boolean, limit: number) => {
      const list = { runId, nodeId: "each", onlyFailed, limit };
      const first = await listChildRuns(stage.context, { ...list, cursor: null });
      const rest = await listChildRuns(stage.context, { ...list, cursor: first.nextCursor });
      expect(rest.nextCursor).toBeNull();
      return [...first.children, ...rest.children].map(({ ordinal }) => ordinal);
    };
    expect(await places(false, 3)).toEqual([0, 1, 2, 3, 4]);
    expect(await places(true, 1)).toEqual([1, 3]);
  });
});
