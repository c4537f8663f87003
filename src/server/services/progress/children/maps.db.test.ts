import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { readCassette } from "#core/run/cassette/cassette.ts";
import { testCassette } from "#core/run/cassette/test-cassette.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { exportCassette } from "#server/services/runs/recordings/export-cassette.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { continueRun } from "../healing/continue-run.ts";
import { act, failing, map, mapsOn, type MapNode as Node, numbers } from "./testing/map-stage.ts";
import { handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
const { workspaceId } = stage.context.actor;
const { publish, play } = mapsOn(stage);

/** The stored state of a run, which must not grow with its lists. */
async function stateOf(runId: RunId): Promise<string> {
  const rows = await stage.database.asOwner<{ frontier: string }>("select frontier from runs where id = $1", [
    runId,
  ]);
  return rows[0]?.frontier ?? "";
}

beforeAll(async () => {
  await stage.publish("twice", chainOf("Twice", [trigger, noop("act")]));
});

describe("a map", () => {
  it("works as documented", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../../docs/maps.md"), "utf8");
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const reviews = ["fine", "so so"].map((text, id) => ({ id, text }));
    const runId = await stage.start(await stage.publish("page", parse(yaml)), { reviews });
    await stage.work((task) =>
      task.node.id === "judge" ? ({ ...handOn(task), output: "warm words" } as NodeOutcome) : handOn(task),
    );
    const [first] = await stage.childrenOf(runId);
    expect(first).toMatchObject({ input: reviews[0], output: { review: 0, words: "warm words" } });
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed" });
  });

  it("returns results in list order, in whatever order its items end", async () => {
    const shape = {
      id: "shape",
      type: "transform",
      name: "Shape",
      config: { value: { was: "trigger", at: "item.index" } },
    };
    const body = { nodes: [act, shape], edges: [{ id: "b", from: "act", to: "shape" }] };
    const runId = await stage.start(await publish([map({ body, concurrency: 3 })]), {
      list: ["a", "b", "c", "d"],
    });
    for (let round = 0; round < 40; round += 1) {
      const job = (await stage.jobs()).at(-1);
      if (job === undefined) break;
      await stage.work(handOn, ({ id }) => id === job.id);
    }
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({
      status: "completed",
      output: [
        { was: "a", at: 0 },
        { was: "b", at: 1 },
        { was: "c", at: 2 },
        { was: "d", at: 3 },
      ],
    });
  });

  it("limits running items to its concurrency, and keeps its state small", async () => {
    const pipelineId = await publish([map({ concurrency: 2 })]);
    const runId = await stage.start(pipelineId, { list: numbers(12) });
    let most = 0;
    let longest = 0;
    for (let round = 0; round < 300 && (await stage.jobs()).length > 0; round += 1) {
      const [job] = await stage.jobs();
      await stage.work(handOn, ({ id }) => id === job?.id);
      const open = (await stage.childrenOf(runId)).filter(({ status }) => status === "running");
      most = Math.max(most, open.length);
      longest = Math.max(longest, (await stateOf(runId)).length);
    }
    expect(most).toBe(2);
    expect(longest).toBeLessThan(250);
    expect((await stage.runOf(runId)).output).toEqual(numbers(12));
    expect((await stage.childrenOf(runId)).map(({ status }) => status)).toEqual(Array(12).fill("completed"));
    expect((await stateOf(runId)).includes("{")).toBe(false);
  });

  it("completes at once for an empty list, and applies output mapping and schema like any node", async () => {
    const empty = await play(map({}, { output: "size(output)" }), []);
    expect(empty.run).toMatchObject({ status: "completed", output: 0 });
    expect(await stage.childrenOf(empty.runId)).toEqual([]);
    const wrong = await play(map({}, { outputSchema: { type: "array", maxItems: 1 } }), [1, 2]);
    expect(wrong.run).toMatchObject({ status: "failed", error: { code: "OUTPUT_INVALID" } });
  });

  it("rejects a value that is not a list, or too long, with place and value", async () => {
    const text = await play(map(), "not a list");
    expect(text.run.error).toMatchObject({
      code: "EXPRESSION_FAILED",
      message: expect.stringContaining('config.items must be a list, and is "not a list".'),
    });
    const long = await play(map(), numbers(10_001));
    expect(long.run.error?.message).toContain("config.items has 10,001 items, and 10,000 are allowed");
    expect(await stage.childrenOf(long.runId)).toEqual([]);
  });

  it("fails with the first failed item, starts no more, and lets those in flight end", async () => {
    const { run, runId } = await play(map({ concurrency: 2 }), numbers(8), failing(2));
    expect(run).toMatchObject({
      status: "failed",
      error: { code: "CHILD_FAILED", details: { item: 2, failedItems: 1, cause: "HTTP_FAILED" } },
    });
    expect(run.error?.message).toContain("1 of 8 items");
    const children = await stage.childrenOf(runId);
    expect(children.length).toBeLessThan(8);
    expect(children.every(({ status }) => status === "completed" || status === "failed")).toBe(true);
  });

  it("puts errors in the places of failed items where it may continue", async () => {
    const { run } = await play(map({ onItemError: "continue" }), numbers(4), failing(1, 3));
    const error = {
      code: "HTTP_FAILED",
      message: expect.any(String),
      runId: expect.any(String),
      status: "failed",
    };
    expect(run).toMatchObject({ status: "completed", output: [0, { error }, 2, { error }] });
  });

  it.each([
    [{ toleratedItems: 2 }, [1, 2], "completed"],
    [{ toleratedItems: 2 }, [1, 2, 3], "failed"],
    [{ toleratedShare: 0.25 }, [1, 2], "completed"],
    [{ toleratedShare: 0.25 }, [1, 2, 3], "failed"],
  ])("tolerates as many failures as configured: %o and failures %o", async (bound, bad, status) => {
    const { run } = await play(map({ onItemError: "tolerate", ...bound }), numbers(8), failing(...bad));
    expect(run.status).toBe(status);
  });

  it("takes an error branch that names the item", async () => {
    const after = { id: "after", type: "transform", name: "After", config: { value: "input.error.item" } };
    const pipelineId = await stage.publish(`b-${Math.random().toString(36).slice(2, 8)}`, {
      name: "Branch",
      nodes: [trigger, map({}, { onError: "branch" }), after as unknown as Node],
      edges: [
        { id: "e1", from: "start", to: "each" },
        { id: "e2", from: "each", to: "after", condition: "error" },
      ],
    });
    const runId = await stage.start(pipelineId, { list: numbers(3) });
    await stage.work(failing(1));
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed", output: 1 });
  });

  it("runs another pipeline for each item, and nested maps", async () => {
    expect((await play(map({ pipeline: "twice" }), ["x", "y"])).run.output).toEqual(["x", "y"]);
    const inner = map({ items: "input" }) as unknown as JsonObject;
    const { run } = await play(map({ body: { nodes: [inner] } }), [[1, 2], [], [3]]);
    expect(run.output).toEqual([[1, 2], [], [3]]);
  });

  it("is stopped as a whole", async () => {
    const runId = await stage.start(await publish([map({ concurrency: 3 })]), { list: numbers(6) });
    await stage.work((task) => (task.node.id === "act" ? "never" : handOn(task)));
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.work();
    const children = await stage.childrenOf(runId);
    expect(children).toHaveLength(3);
    await stage.loseLeases(...children.map(({ id }) => id));
    for (const { id } of children) await continueRun(stage.engine, workspaceId, id);
    await stage.work();
    expect((await stage.childrenOf(runId)).map(({ status }) => status)).toEqual(Array(3).fill("cancelled"));
    expect((await stage.runOf(runId)).status).toBe("cancelled");
  });

  it("continues although every notice of its items is lost", async () => {
    const runId = await stage.start(await publish([map({ concurrency: 2 })]), { list: numbers(5) });
    for (let round = 0; round < 40 && (await stage.runOf(runId)).status === "running"; round += 1) {
      await stage.work(handOn, ({ data }) => data.nodeId !== "each");
      await stage.drop((await stage.jobs()).map(({ id }) => id));
      await continueRun(stage.engine, workspaceId, runId);
      await stage.work(handOn, ({ data }) => data.nodeId === "each");
    }
    expect((await stage.runOf(runId)).output).toEqual(numbers(5));
    expect(await stage.childrenOf(runId)).toHaveLength(5);
  });

  it("is resumed with only the failed items, and everything else is taken over without a call", async () => {
    const { run, runId } = await play(map({ concurrency: 4 }), numbers(6), failing(3));
    expect(run.status).toBe("failed");
    const done = (await stage.childrenOf(runId)).filter(({ status }) => status === "completed").length;
    const { runId: again } = await resumeRun(stage.context, { runId, idempotencyKey: null });
    const asked: Json[] = [];
    await stage.work((task) => {
      if (task.node.id === "act") asked.push(task.scope.input);
      return handOn(task);
    });
    expect(await stage.runOf(again)).toMatchObject({ status: "completed", output: numbers(6) });
    expect(asked).toHaveLength(6 - done);
    expect(asked).toContain(3);
  });

  it("leaves recordings that can be played: of the run with the list, and of an item with its index", async () => {
    const told = { id: "told", type: "transform", name: "Told", config: { value: "[trigger, item.index]" } };
    const { runId, run } = await play(map({ body: { nodes: [told] } }), ["a", "b"]);
    const item = (await stage.childrenOf(runId)).find(({ input }) => input === "b");
    for (const [id, output] of [
      [runId, run.output],
      [item?.id ?? runId, ["b", 1]],
    ] as const) {
      const { text } = await exportCassette(stage.context, { runId: id });
      const read = readCassette(JSON.parse(text));
      expect(read).toMatchObject({ ok: true, cassette: { run: { output } } });
      if (read.ok) expect(testCassette(read.cassette, fingerprint).differences).toEqual([]);
    }
  });

  it("is taken over whole by a fork that begins after it", async () => {
    const runId = await stage.start(await publish([map(), noop("after")]), { list: numbers(3) });
    await stage.work();
    const { runId: fork } = await forkRun(stage.context, {
      runId,
      fromNodeIds: ["after"],
      idempotencyKey: null,
    });
    await stage.work();
    expect((await stage.runOf(fork)).output).toEqual(numbers(3));
    expect(await stage.childrenOf(fork)).toEqual([]);
  });

  it("refuses results that are together larger than it may return", async () => {
    const { run } = await play(map({}, { limits: { outputBytes: 1_000 } }), [
      "x".repeat(600),
      "y".repeat(600),
    ]);
    expect(run.error).toMatchObject({ code: "OUTPUT_TOO_LARGE" });
  });
});
