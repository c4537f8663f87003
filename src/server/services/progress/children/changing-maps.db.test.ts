import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { getArtifact } from "#server/services/artifacts/get-artifact.ts";
import { listArtifacts } from "#server/services/artifacts/list-artifacts.ts";
import { adjustMap } from "#server/services/runs/adjust-map.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { planFork } from "#server/services/runs/fork/plan-fork.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { act, failing, map, mapsOn, numbers } from "./testing/map-stage.ts";
import { handOn, type Job, noop, setTreeStage, type Work } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
const { publish, play } = mapsOn(stage);

/** Its output is larger than the surrounding node allows. */
const wide = {
  id: "wide",
  type: "transform",
  name: "Wide",
  config: { value: { n: "trigger", text: `'${"x".repeat(900)}'` } },
};

describe("a map in progress", () => {
  it("can be changed to run more or fewer items at a time, and to tolerate more or fewer failures", async () => {
    const runId = await stage.start(await publish([map({ concurrency: 1 })]), { list: numbers(9) });
    const openOf = async () =>
      (await stage.childrenOf(runId)).filter(({ status }) => status === "running").length;
    const ofMap = ({ data }: Job) => data.nodeId === "each";
    const of = { runId, nodeId: "each" };
    const early = adjustMap(stage.context, { ...of, concurrency: 3 });
    await expect(early).rejects.toMatchObject({ code: "CONFLICT" });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(1);
    expect(await adjustMap(stage.context, { ...of, concurrency: 4 })).toEqual({
      concurrency: 4,
      tolerate: 0,
    });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(4);
    await adjustMap(stage.context, { ...of, concurrency: 2, tolerate: 1 });
    await adjustMap(stage.context, { ...of, concurrency: 2, tolerate: 1 });
    await stage.work(handOn, ofMap);
    expect(await openOf()).toBe(4);
    await stage.work(failing(7));
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed" });
    const told = (await stage.linesOf(runId)).filter(({ type }) => type === "node.adjusted");
    expect(told).toMatchObject([
      { concurrency: 4, tolerated: 0 },
      { concurrency: 2, tolerated: 1 },
    ]);
    const audited = await stage.database.asOwner<{ detail: Json }>(
      "select detail from audit_events where action = 'run.adjust' and subject_id = $1 order by id",
      [runId],
    );
    expect(audited.map(({ detail }) => detail)).toEqual([
      { node: "each", concurrency: 4 },
      { node: "each", concurrency: 2, tolerate: 1 },
    ]);
    for (const [nodeId, code] of [
      ["each", "CONFLICT"],
      ["start", "INVALID_INPUT"],
      ["gone", "NOT_FOUND"],
    ] as const) {
      const late = adjustMap(stage.context, { runId, nodeId, concurrency: 3 });
      await expect(late).rejects.toMatchObject({ code });
    }
  });
});

describe("the failed items of a map that completed", () => {
  const after = noop("after");
  const each = map({ onItemError: "continue", concurrency: 4 });

  async function ended(...bad: readonly number[]) {
    const runId = await stage.start(await publish([each, after]), { list: numbers(6) });
    await stage.work(failing(...bad));
    expect((await stage.runOf(runId)).status).toBe("completed");
    return runId;
  }

  /** Runs them again; `done` collects what was actually executed. */
  async function again(from: RunId, work: Work = handOn) {
    const input = { runId: from, failedItems: ["each"], idempotencyKey: null };
    const { runId } = await resumeRun(stage.context, input);
    const done: Json[] = [];
    await stage.work((task) => {
      done.push(task.node.id === "act" ? task.scope.input : task.node.id);
      return work(task);
    });
    return { runId, done, run: await stage.runOf(runId) };
  }

  it("run again alone, followed by the nodes after the map; nothing completed is repeated", async () => {
    const runId = await ended(1, 3);
    const plan = await planFork(stage.context, { runId, fromNodeIds: [], failedItems: ["each"] });
    expect(plan).toMatchObject({ reused: ["start"], rerun: ["each", "after"], continued: ["each"] });
    const { run, done, runId: next } = await again(runId);
    expect(run).toMatchObject({ status: "completed", output: numbers(6) });
    expect(done).toEqual([1, 3, "after"]);
    expect(await stage.childrenOf(next)).toHaveLength(6);
    expect((await stage.childrenOf(runId)).filter(({ status }) => status === "failed")).toHaveLength(2);
  });

  it("may fail again, and be rerun until all have completed", async () => {
    const once = await again(await ended(1, 3), failing(3));
    expect(once.run.status).toBe("completed");
    const twice = await again(once.runId);
    expect(twice.done).toEqual([3, "after"]);
    expect(twice.run.output).toEqual(numbers(6));
  });

  it("are selected by the map's id, and not found elsewhere", async () => {
    const runId = await ended(2);
    const refusal = (more: Partial<Parameters<typeof forkRun>[1]>) =>
      forkRun(stage.context, { runId, fromNodeIds: [], idempotencyKey: null, ...more });
    await expect(refusal({ failedItems: ["after"] })).rejects.toThrow("after: it is not a map");
    await expect(refusal({ failedItems: ["gone"] })).rejects.toThrow("gone: the run has no such node");
    const both = refusal({ failedItems: ["each"], fromNodeIds: ["after"] });
    await expect(both).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const whole = await ended();
    const none = refusal({ runId: whole, failedItems: ["each"] });
    await expect(none).rejects.toThrow("none of its items failed in this run");
    const unnamed = resumeRun(stage.context, { runId, idempotencyKey: null });
    await expect(unnamed).rejects.toMatchObject({ code: "CONFLICT" });
    const { runId: fork } = await refusal({ fromNodeIds: ["after"] });
    await stage.work();
    await expect(refusal({ runId: fork, failedItems: ["each"] })).rejects.toThrow("taken over");
  });
});

describe("the failed items of a map in a child", () => {
  const each = map({ onItemError: "continue", concurrency: 4 });
  const outer = { id: "outer", type: "call", name: "Outer", config: { body: { nodes: [each] } } };

  it("are pointed to by the error at the root, and run again in a fork of the child", async () => {
    const runId = await stage.start(await publish([outer as unknown as typeof each]), { list: numbers(4) });
    await stage.work(failing(2));
    expect((await stage.runOf(runId)).status).toBe("completed");
    const childId = (await stage.childrenOf(runId))[0]?.id ?? expect.fail("it started nothing");
    const named = { failedItems: ["each"], idempotencyKey: null };
    await expect(resumeRun(stage.context, { runId, ...named })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(`no such node, but run ${childId} below it: fork that run`),
    });
    // The runs below are searched for a few names only.
    const many = { ...named, failedItems: ["x", "y", "z", "each"] };
    await expect(resumeRun(stage.context, { runId, ...many })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(/ each: the run has no such node\.$/),
    });
    await expect(resumeRun(stage.context, { runId: childId, ...named })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Fork this run with failedItems"),
    });
    const fork = await forkRun(stage.context, { runId: childId, fromNodeIds: [], ...named });
    const done: Json[] = [];
    await stage.work((task) => {
      done.push(task.scope.input);
      return handOn(task);
    });
    expect(done).toEqual([2]);
    expect(await stage.runOf(fork.runId)).toMatchObject({ status: "completed", output: numbers(4) });
    expect((await stage.runOf(runId)).output).not.toEqual(numbers(4));
  });
});

describe("results as an artifact", () => {
  it("are stored as a file of the run, and the node returns a reference to it", async () => {
    const config = { results: "artifact", onItemError: "continue", body: { nodes: [act, wide] } };
    const body = { ...config.body, edges: [{ id: "b", from: "act", to: "wide" }] };
    const { runId, run } = await play(
      map({ ...config, body }, { limits: { outputBytes: 1_000 } }),
      [1, 2, 3],
      failing(2),
    );
    const { artifacts } = await listArtifacts(stage.context, { runId, cursor: null, limit: 10 });
    const kept = artifacts.find(({ name }) => name === "each-results.json");
    const bytes = kept?.sizeBytes;
    expect(run).toMatchObject({
      status: "completed",
      output: { artifact: kept?.name, runId, items: 3, failed: 1, bytes },
    });
    expect(kept).toMatchObject({ nodeId: "each", mediaType: "application/json" });
    const { content } = await getArtifact(stage.context, {
      artifactId: kept?.id ?? expect.fail("nothing was kept"),
    });
    expect(JSON.parse(content)).toMatchObject([{ n: 1 }, { error: { code: "HTTP_FAILED" } }, { n: 3 }]);
  });

  it("are not stored where the node fails anyway", async () => {
    const strict = { outputSchema: { type: "array" } };
    const { runId, run } = await play(map({ results: "artifact" }, strict), [1]);
    expect(run.error).toMatchObject({ code: "OUTPUT_INVALID" });
    const { artifacts } = await listArtifacts(stage.context, { runId, cursor: null, limit: 10 });
    expect(artifacts.map(({ kind }) => kind)).toEqual(["run"]);
  });
});
