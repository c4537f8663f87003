import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { getPipeline } from "#server/services/pipelines/get-pipeline.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { saveDraft } from "#server/services/pipelines/save-draft.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { planFork } from "#server/services/runs/fork/plan-fork.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { continueRun } from "../healing/continue-run.ts";
import { call, failedForNow, handOn, noop, setTreeStage, trigger, type Work } from "./testing/tree-stage.ts";

const stage = await setTreeStage();
let count = 0;
function fresh(word: string) {
  count += 1;
  return `${word}-${count}`;
}

beforeAll(async () => {
  await stage.publish("leaf", chainOf("Leaf", [trigger, noop("first"), noop("second")]));
  await stage.publish("middle", chainOf("Middle", [trigger, noop("before"), call("down", "leaf")]));
});

/** Records which nodes are executed; those named in `bad` fail. */
function watching(bad: readonly string[] = []) {
  const done: string[] = [];
  const work: Work = (task) => {
    done.push(task.node.id);
    return bad.includes(task.node.id) ? failedForNow(`${task.node.id} broke`) : handOn(task);
  };
  return { done, work };
}

const top = (slug: string, more: JsonObject = {}, config: JsonObject = {}) =>
  stage.publish(fresh("top"), {
    ...chainOf("Top", [trigger, call("each", slug, more, config), noop("after")]),
    variables: { word: { default: "tides" } },
  });

async function failAt(nodeId: string, slug: string, input: Json = "hello"): Promise<RunId> {
  const runId = await stage.start(await top(slug), input);
  await stage.work(watching([nodeId]).work);
  expect((await stage.runOf(runId)).status).toBe("failed");
  return runId;
}

async function goOn(runId: RunId, bad: readonly string[] = [], changes: JsonObject = {}) {
  const resumed = await resumeRun(stage.context, { runId, changes, idempotencyKey: null });
  const { done, work } = watching(bad);
  await stage.work(work);
  return { runId: resumed.runId, done, run: await stage.runOf(resumed.runId) };
}

describe("resuming a run in which a called pipeline failed", () => {
  it("continues inside the failed run: what had completed there is not executed again", async () => {
    const runId = await failAt("second", "leaf");
    const { done, run, runId: resumed } = await goOn(runId);
    expect(done).toEqual(["second", "after"]);
    expect(run).toMatchObject({ status: "completed", output: "hello" });
    const child = await stage.childOf(resumed);
    const { run: shown, nodeRuns } = await getRun(stage.context, { runId: child.id });
    const { id: failedId } = await stage.childOf(runId);
    expect(shown).toMatchObject({ forkedFromRunId: failedId, triggerKind: "call" });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "first")?.reusedFromRunId).toBe(failedId);
  });

  it("does so however deep the failure was", async () => {
    const runId = await failAt("second", "middle");
    const { done, run, runId: resumed } = await goOn(runId);
    expect(done).toEqual(["second", "after"]);
    expect(run.status).toBe("completed");
    const middle = await stage.childOf(resumed);
    expect((await stage.childOf(middle.id)).rootRunId).toBe(resumed);
  });

  it("does so repeatedly, also where a resumed run did not get that far", async () => {
    const first = await failAt("second", "middle");
    const again = await goOn(first, ["second"]);
    expect(again.done).toEqual(["second"]);
    const { runId: stopped } = await resumeRun(stage.context, { runId: again.runId, idempotencyKey: null });
    await cancelRun(stage.context, { runId: stopped, reason: "not now" });
    await stage.work();
    expect((await goOn(stopped)).done).toEqual(["second", "after"]);
  });

  it("runs what has changed in the version published since, and what follows it", async () => {
    const slug = fresh("called");
    const definition = chainOf("Called", [trigger, noop("one"), noop("two"), noop("three")]);
    const pipelineId = await stage.publish(slug, definition);
    const runId = await failAt("three", slug);
    const { draftRevision } = await getPipeline(stage.context, { pipelineId });
    const log = { ...noop("two"), config: { action: "log", message: "two" } } as ReturnType<typeof noop>;
    await saveDraft(stage.context, {
      pipelineId,
      definition: chainOf("Called", [trigger, noop("one"), log, noop("three")]) as unknown as JsonObject,
      expectedRevision: draftRevision,
      acceptFaults: false,
    });
    await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
    const { done, run, runId: resumed } = await goOn(runId);
    expect(done).toEqual(["two", "three", "after"]);
    expect(run.status).toBe("completed");
    const { run: child } = await getRun(stage.context, { runId: (await stage.childOf(resumed)).id });
    expect(child.forkChanges).toEqual([{ what: "version", from: 1, to: 2 }]);
  });

  it("runs everything with a changed input, and the users of a changed variable", async () => {
    const runId = await failAt("second", "leaf");
    expect((await goOn(runId, [], { input: "other" })).done).toEqual(["first", "second", "after"]);
    const slug = fresh("worded");
    const log = {
      id: "says",
      type: "action",
      name: "Says",
      config: { action: "log", message: "{{ variables.word }}" },
    };
    await stage.publish(slug, {
      ...chainOf("Worded", [trigger, noop("one"), log as ReturnType<typeof noop>, noop("two")]),
      variables: { word: { default: "none" } },
    });
    const worded = await stage.start(await top(slug, {}, { variables: { word: "variables.word" } }));
    await stage.work(watching(["two"]).work);
    expect((await goOn(worded, [], { variables: { word: "ebb" } })).done).toEqual(["says", "two", "after"]);
  });

  it("returns a completed run's output when only its node failed", async () => {
    const strict = await top("leaf", { outputSchema: { type: "object" } });
    const runId = await stage.start(strict, "hello");
    await stage.work();
    expect((await stage.runOf(runId)).error).toMatchObject({ code: "OUTPUT_INVALID" });
    const { done, run } = await goOn(runId);
    expect({ done, status: run.status }).toEqual({ done: [], status: "failed" });
  });

  it("starts over where the call itself is to run again", async () => {
    const runId = await failAt("second", "leaf");
    await forkRun(stage.context, { runId, fromNodeIds: ["each"], idempotencyKey: null });
    const { done, work } = watching();
    await stage.work(work);
    expect(done).toEqual(["first", "second", "after"]);
  });

  it("is announced beforehand", async () => {
    const runId = await failAt("second", "leaf");
    const whole = await planFork(stage.context, { runId, fromNodeIds: [] });
    expect(whole).toMatchObject({ rerun: ["each", "after"], continued: ["each"] });
    expect((await planFork(stage.context, { runId, fromNodeIds: ["each"] })).continued).toEqual([]);
  });

  it("is refused for the child alone, and names the root", async () => {
    const runId = await failAt("second", "middle");
    const middle = await stage.childOf(runId);
    for (const { id } of [middle, await stage.childOf(middle.id)]) {
      await expect(resumeRun(stage.context, { runId: id, idempotencyKey: null })).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining(`part of run ${runId}. Resume that one`),
      });
    }
  });
});

describe("a call that is to be retried", () => {
  it("says why its last attempt failed until the next one begins", async () => {
    const retry = { maxRetries: 1, backoffBaseMs: 3_600_000, backoffMaxMs: 3_600_000 };
    const runId = await stage.start(await top("leaf", { retry }));
    const each = async () =>
      (await getRun(stage.context, { runId })).nodeRuns.find(({ nodeId }) => nodeId === "each");
    await stage.work(watching(["second"]).work);
    expect(await each()).toMatchObject({
      status: "running",
      error: { code: "CHILD_FAILED", message: expect.stringContaining("second broke") },
    });
    await stage.database.asOwner(
      "update node_runs set wake_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    await continueRun(stage.engine, stage.context.actor.workspaceId, runId);
    await stage.work(watching().work);
    expect(await each()).toMatchObject({ status: "completed", error: null });
  });
});
