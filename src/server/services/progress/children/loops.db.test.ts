import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { listChildRuns } from "#server/services/runs/reading/list-child-runs.ts";
import { chainOf, type seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { continueRun } from "../healing/continue-run.ts";
import { reconcile } from "../healing/reconcile.ts";
import { failedForNow, handOn, noop, setTreeStage, trigger, type Work } from "./testing/tree-stage.ts";

type NodeInput = Parameters<typeof seedPipeline>[1]["nodes"][number];

const stage = await setTreeStage();
let count = 0;

beforeAll(async () => {
  await stage.publish("better", chainOf("Better", [trigger, noop("draft"), noop("judge")]));
});

function loop(config: JsonObject, more: JsonObject = {}): NodeInput {
  const usual = { pipeline: "better", until: "output.score >= 8", maxPasses: 5 };
  return {
    id: "again",
    type: "loop",
    name: "Again",
    config: { ...usual, ...config },
    ...more,
  } as unknown as NodeInput;
}

async function start(config: JsonObject, input: Json = { score: 5 }, more: JsonObject = {}): Promise<RunId> {
  count += 1;
  const definition = chainOf("Looped", [trigger, loop(config, more), noop("after")]);
  return stage.start(
    await stage.publish(`looped-${count}`, { ...definition, variables: { goal: { default: 8 } } }),
    input,
  );
}

/** Each draft is one better than its input; `bad` says which of them fail. */
function improving(bad: (score: number) => boolean = () => false) {
  const done: string[] = [];
  const work: Work = (task) => {
    const { score } = task.scope.input as { score: number };
    if (task.node.id === "after") return handOn(task);
    if (bad(score) && task.node.id === "judge") return failedForNow(`${score} broke`);
    done.push(`${task.node.id} ${score}`);
    return task.node.id === "draft" ? scored(task, score + 1) : handOn(task);
  };
  return { done, work };
}

function isDraftOf({ node, scope }: NodeTask, score: number) {
  return node.id === "draft" && (scope.input as { score: number }).score === score;
}

function scored(task: NodeTask, score: number) {
  return { ...handOn(task), output: { score } };
}

const passesOf = async (runId: RunId) =>
  (
    await stage.database.asOwner<{ pass: number; attempt: number; status: string; input: Json }>(
      `select parent_iteration as pass, parent_attempt as attempt, status, input from runs where parent_run_id = $1
        order by parent_iteration, parent_attempt`,
      [runId],
    )
  ).map(({ pass, attempt, status, input }) => [pass, attempt, status, input]);

const outputOf = async (runId: RunId) => {
  const { status, output, error } = await stage.runOf(runId);
  return { status, output, error };
};

describe("a node that loops", () => {
  it("passes each pass's output to the next until it is good, and reports how many it took", async () => {
    const runId = await start({});
    await stage.work(improving().work);
    expect(await outputOf(runId)).toEqual({
      status: "completed",
      error: null,
      output: { result: { score: 8 }, passes: 3, stop: "until" },
    });
    expect(await passesOf(runId)).toEqual([
      [1, 1, "completed", { score: 5 }],
      [2, 1, "completed", { score: 6 }],
      [3, 1, "completed", { score: 7 }],
    ]);
    const lines = (await stage.linesOf(runId)).filter(({ node }) => node === "again");
    expect(lines.map((line) => [line.type, "pass" in line ? line.pass : null])).toEqual([
      ["node.started", null],
      ...[1, 2, 3].flatMap((pass) => [
        ["child.started", pass],
        ["child.ended", pass],
      ]),
      ["node.completed", null],
    ]);
    expect(lines.at(-1)).toMatchObject({ stop: "until" });
    const { nodeRuns } = await getRun(stage.context, { runId });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "again")?.stop).toBe("until");
    const { children } = await listChildRuns(stage.context, {
      runId,
      nodeId: "again",
      onlyFailed: false,
      cursor: null,
      limit: 10,
    });
    expect(children.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  });

  it("stops after its maximum of passes, and reports that to the nodes that follow", async () => {
    const runId = await start(
      { maxPasses: 2 },
      { score: 1 },
      {
        output: "{'score': output.result.score, 'why': output.stop, 'of': output.passes}",
      },
    );
    await stage.work(improving().work);
    expect((await outputOf(runId)).output).toEqual({ score: 3, why: "max_passes", of: 2 });
  });

  it("sees its own input and variables, and carries on the configured value", async () => {
    const runId = await start({
      until: "output.score >= variables.goal",
      carry: { score: "output.score + 1", first: "input.score" },
    });
    await stage.work(improving().work);
    expect(await passesOf(runId)).toEqual([
      [1, 1, "completed", { score: 5 }],
      [2, 1, "completed", { score: 7, first: 5 }],
    ]);
  });

  it("fails where the next pass's input cannot be computed, with its place", async () => {
    const carry = await start({ carry: "output.nothing" });
    const until = await start({ until: "output.score + 'x' == ''" });
    await stage.work(improving().work);
    expect((await outputOf(carry)).error).toMatchObject({
      code: "EXPRESSION_FAILED",
      nodeId: "again",
      message: expect.stringContaining("config.carry"),
    });
    expect((await outputOf(until)).error?.message).toContain("config.until");
  });

  it("runs an inline body, which sees the number of its pass", async () => {
    const config = { value: { score: "input.score + item.index" } };
    const body = { nodes: [{ id: "add", type: "transform", name: "Add", config }] };
    const definition = chainOf("Bodied", [
      trigger,
      { ...loop({}), config: { body, until: "output.score > 10", maxPasses: 9 } } as unknown as NodeInput,
    ]);
    const runId = await stage.start(await stage.publish("bodied", definition), { score: 5 });
    await stage.work();
    expect((await outputOf(runId)).output).toEqual({ result: { score: 11 }, passes: 3, stop: "until" });
  });

  it("retries the failed pass with its original input, and none before it", async () => {
    const runId = await start(
      {},
      { score: 5 },
      { retry: { maxRetries: 1, backoffBaseMs: 0, backoffMaxMs: 0 } },
    );
    let left = 1;
    const { done, work } = improving((score) => score === 7 && left-- > 0);
    await stage.work(work);
    expect((await outputOf(runId)).output).toMatchObject({ passes: 3 });
    expect(await passesOf(runId)).toEqual([
      [1, 1, "completed", { score: 5 }],
      [2, 1, "failed", { score: 6 }],
      [2, 2, "completed", { score: 6 }],
      [3, 2, "completed", { score: 7 }],
    ]);
    expect(done.filter((one) => one === "draft 5")).toHaveLength(1);
  });

  it("ends with its run when that is stopped, and begins nothing more", async () => {
    const runId = await start({});
    const { work } = improving();
    await stage.work((task) => (isDraftOf(task, 6) ? "never" : work(task)));
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.database.asOwner("update system.leases set expires_at = now() - interval '1 second'");
    const open = (await stage.childrenOf(runId)).at(-1)?.id ?? expect.fail("it made no second pass");
    await stage.work();
    await continueRun(stage.engine, stage.context.actor.workspaceId, open);
    await stage.work();
    expect((await stage.runOf(runId)).status).toBe("cancelled");
    expect((await passesOf(runId)).map(([pass, , status]) => `${pass} ${status}`)).toEqual([
      "1 completed",
      "2 cancelled",
    ]);
  });

  it("makes each pass once, although every notice of its end is lost", async () => {
    const runId = await start({});
    const { work } = improving();
    for (let round = 0; round < 12 && (await stage.runOf(runId)).status === "running"; round += 1) {
      // Every notice of the end of a pass is lost; reconciling finds out.
      await stage.work(work, ({ data }) => data.runId !== runId);
      await stage.drop((await stage.jobs()).map(({ id }) => id));
      for (const { id } of [{ id: runId }, ...(await stage.childrenOf(runId))]) await stage.lookAfter(id);
      await reconcile(stage.engine);
      await reconcile(stage.engine);
      await stage.work(work, ({ data }) => data.runId === runId);
    }
    expect((await outputOf(runId)).output).toMatchObject({ passes: 3 });
    expect((await passesOf(runId)).map(([pass, attempt]) => [pass, attempt])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });
});

describe("resuming a run whose loop failed", () => {
  const resumed = async (runId: RunId, changes: JsonObject = {}) => {
    const { done, work } = improving();
    const next = await resumeRun(stage.context, { runId, changes, idempotencyKey: null });
    await stage.work(work);
    return { done, runId: next.runId, ...(await outputOf(next.runId)) };
  };

  async function failedRun(config: JsonObject = {}) {
    const runId = await start(config);
    await stage.work(improving((score) => score === 7).work);
    expect((await stage.runOf(runId)).status).toBe("failed");
    return runId;
  }

  it("continues inside the failed pass: earlier passes and its completed nodes are not repeated", async () => {
    const runId = await failedRun();
    const { done, output, runId: next } = await resumed(runId);
    expect(done).toEqual(["judge 7", "draft 7", "judge 8"]);
    expect(output).toEqual({ result: { score: 8 }, passes: 3, stop: "until" });
    expect((await passesOf(next)).map(([pass]) => pass)).toEqual([2, 3]);
  });

  it("begins with the first pass where its input is different", async () => {
    const { done, runId } = await resumed(await failedRun(), { input: { score: 6 } });
    expect(done[0]).toBe("draft 6");
    expect((await passesOf(runId)).map(([pass]) => pass)).toEqual([1, 2]);
  });
});
