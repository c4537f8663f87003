import { beforeAll, describe, expect, it } from "vitest";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { reconcile } from "../healing/reconcile.ts";
import { call, failed, failedForNow, handOn, noop, setTreeStage, trigger } from "./testing/tree-stage.ts";

const stage = await setTreeStage();

const isOf = (runId: string) => (job: { readonly data: { readonly runId: string } }) =>
  job.data.runId === runId;

beforeAll(async () => {
  await stage.publish("inner", chainOf("Inner", [trigger, noop("inside")]));
});

/** A pipeline whose node `each` calls the one of this slug. */
const outer = (slug: string, more = {}, config = {}) =>
  stage.publish(`outer-${slug}-${Math.random().toString(36).slice(2, 8)}`, {
    ...chainOf("Outer", [trigger, call("each", slug, more, config), noop("after")]),
    variables: { word: { default: "tides" } },
  });

describe("a node that calls another pipeline", () => {
  it("starts a run of it with its input, and returns its output", async () => {
    const pipelineId = await outer("inner", {
      input: { asked: "input.text" },
      output: "{'said': output.asked}",
    });
    const runId = await stage.start(pipelineId, { text: "hello" });
    await stage.work();
    const run = await stage.runOf(runId);
    expect(run).toMatchObject({ status: "completed", output: { said: "hello" } });
    const [child, ...others] = await stage.childrenOf(runId);
    expect(others).toEqual([]);
    expect(child).toMatchObject({
      status: "completed",
      depth: 1,
      rootRunId: runId,
      nodeId: "each",
      attempt: 1,
      triggerKind: "call",
      input: { asked: "hello" },
      output: { asked: "hello" },
    });
    const told = (await stage.linesOf(runId)).filter(({ node }) => node === "each");
    expect(told.map(({ type }) => type)).toEqual([
      "node.started",
      "child.started",
      "child.ended",
      "node.completed",
    ]);
    expect(told[1]).toMatchObject({ childRunId: child?.id, pipeline: "inner", version: 1 });
    expect(told[2]).toMatchObject({ childRunId: child?.id, status: "completed" });
  });

  it("passes variables, and the others have their defaults", async () => {
    await stage.publish("worded", {
      ...chainOf("Worded", [trigger, noop("inside")]),
      variables: { word: { required: true }, tone: { default: "calm" } },
    });
    const runId = await stage.start(
      await outer("worded", {}, { variables: { word: "variables.word + '!'" } }),
    );
    await stage.work();
    expect((await stage.childOf(runId)).variables).toEqual({ word: "tides!", tone: "calm" });
  });

  it("uses the versions published when the run was started, throughout the tree", async () => {
    const calledId = await stage.publish("changing", chainOf("Changing", [trigger, noop("one")]));
    const runId = await stage.start(await outer("changing"));
    const { versionId } = await stage.runOf(await stage.start(calledId));
    await stage.publish("other-name", chainOf("Other", [trigger, noop("two")]));
    await stage.database.asOwner(
      `insert into pipeline_versions (id, workspace_id, pipeline_id, number, kind, definition, agents, content_hash, source_text)
       select gen_random_uuid(), workspace_id, pipeline_id, 2, kind, definition, agents, content_hash || '2', source_text
         from pipeline_versions where id = $1`,
      [versionId],
    );
    await stage.database.asOwner("update pipelines set published_version = 2 where id = $1", [calledId]);
    await stage.work();
    expect((await stage.childOf(runId)).versionId).toBe(versionId);
    const later = await stage.start(await outer("changing"));
    await stage.work();
    expect((await stage.childOf(later)).versionId).not.toBe(versionId);
  });

  it("fails with its child run, names it, and retries only where configured", async () => {
    const fails = (count: number) => {
      let left = count;
      return (task: Parameters<typeof handOn>[0]) =>
        task.node.id === "inside" && left-- > 0 ? failedForNow("no answer") : handOn(task);
    };
    const once = await stage.start(await outer("inner"));
    await stage.work(fails(1));
    const child = await stage.childOf(once);
    expect((await stage.runOf(once)).error).toMatchObject({
      code: "CHILD_FAILED",
      nodeId: "each",
      message: `Run ${child.id} of node "each" failed: no answer`,
      details: { runId: child.id, status: "failed", cause: "HTTP_FAILED" },
    });
    const again = await stage.start(await outer("inner", { retry: { maxRetries: 2, backoffBaseMs: 0 } }));
    await stage.work(fails(1));
    expect(await stage.runOf(again)).toMatchObject({ status: "completed" });
    expect((await stage.childrenOf(again)).map(({ attempt, status }) => `${attempt} ${status}`)).toEqual([
      "1 failed",
      "2 completed",
    ]);
  });

  it("does not retry what would fail in the same way", async () => {
    const wrong = { ...noop("inside"), input: { asked: "input.nothing.of.the.kind" } };
    await stage.publish("wrong", chainOf("Wrong", [trigger, wrong]));
    const runId = await stage.start(await outer("wrong", { retry: { maxRetries: 2, backoffBaseMs: 0 } }));
    await stage.work();
    expect((await stage.runOf(runId)).error).toMatchObject({
      code: "CHILD_FAILED",
      retryable: false,
      details: { cause: "EXPRESSION_FAILED" },
    });
    expect(await stage.childrenOf(runId)).toHaveLength(1);
  });

  it("passes the run's id and status to its error branch", async () => {
    const slug = `caught-${Date.now()}`;
    const pipelineId = await stage.publish(slug, {
      name: "Caught",
      nodes: [trigger, call("each", "inner", { onError: "branch" }), noop("rescue")],
      edges: [
        { id: "e1", from: "start", to: "each" },
        { id: "e2", from: "each", to: "rescue", condition: "error" },
      ],
    });
    const runId = await stage.start(pipelineId);
    await stage.work((task) => (task.node.id === "inside" ? failed("no answer") : handOn(task)));
    const { id } = await stage.childOf(runId);
    expect(await stage.runOf(runId)).toMatchObject({
      status: "completed",
      output: { error: { code: "CHILD_FAILED", runId: id, status: "failed" } },
    });
  });

  it("checks the called pipeline's output against its schema and its size", async () => {
    const outputSchema = { type: "object", required: ["asked"] };
    const runId = await stage.start(await outer("inner", { outputSchema }), { text: "hello" });
    await stage.work();
    expect((await stage.runOf(runId)).error).toMatchObject({ code: "OUTPUT_INVALID", nodeId: "each" });
    const large = await stage.start(await outer("inner", { limits: { outputBytes: 20 } }), "x".repeat(50));
    await stage.work();
    expect((await stage.runOf(large)).error).toMatchObject({ code: "OUTPUT_TOO_LARGE", nodeId: "each" });
  });
});

describe("a tree whose messages are lost", () => {
  it("continues when nobody was notified of the end of a run", async () => {
    const runId = await stage.start(await outer("inner"), "tides");
    const { id } = await takeUntilEnded(runId);
    // The notice to the parent, which was written with the child's end.
    const told = (await stage.jobs()).filter(isOf(runId));
    expect(told).toHaveLength(1);
    await stage.drop(told.map((job) => job.id));
    await stage.work();
    expect((await stage.runOf(runId)).status).toBe("running");
    await stage.lookAfter(runId);
    await reconcile(stage.engine);
    await stage.work();
    expect(await stage.runOf(runId)).toMatchObject({ status: "completed", output: "tides" });
    expect(id).toBeDefined();
  });

  it("is notified again by the ended run, too", async () => {
    const runId = await stage.start(await outer("inner"), "tides");
    const { id } = await takeUntilEnded(runId);
    await stage.drop((await stage.jobs()).filter(isOf(runId)).map((job) => job.id));
    await stage.lookAfter(id);
    await reconcile(stage.engine);
    await stage.work();
    expect((await stage.runOf(runId)).status).toBe("completed");
    await stage.lookAfter(id);
    await reconcile(stage.engine);
    expect(
      await stage.database.asOwner("select 1 from system.open_runs where run_id = any($1)", [[id, runId]]),
    ).toEqual([]);
  });

  it("counts the end of a run once, however often it is reported", async () => {
    const runId = await stage.start(await outer("inner"), "tides");
    await takeUntilEnded(runId);
    const [told] = (await stage.jobs()).filter(isOf(runId));
    await stage.database.asOwner(
      `insert into system.outbox (event_name, workspace_id, payload, not_before, created_at)
       select event_name, workspace_id, payload, not_before, created_at from system.outbox, generate_series(1, 3) where id = $1`,
      [told?.id ?? 0],
    );
    await stage.work();
    const ends = (await stage.linesOf(runId)).filter(({ type }) => type === "child.ended");
    expect(ends).toHaveLength(1);
    expect((await stage.childrenOf(runId)).length).toBe(1);
  });

  it("starts one run, however often its node was dispatched", async () => {
    const runId = await stage.start(await outer("inner"), "tides");
    for (let time = 0; time < 3; time += 1) {
      await stage.lookAfter(runId);
      await reconcile(stage.engine);
    }
    await stage.work();
    expect((await stage.childrenOf(runId)).length).toBe(1);
    expect((await stage.runOf(runId)).status).toBe("completed");
  });

  /** Everything except the notice to the parent that its child has ended. */
  async function takeUntilEnded(runId: string & Parameters<typeof stage.childOf>[0]) {
    const untilStarted = async () => (await stage.childrenOf(runId)).length > 0;
    for (let round = 0; round < 20 && !(await untilStarted()); round += 1) {
      const [job] = (await stage.jobs()).filter(isOf(runId));
      await stage.work(handOn, (one) => one.id === job?.id);
    }
    const { id } = await stage.childOf(runId);
    await stage.work(handOn, isOf(id));
    return stage.childOf(runId);
  }
});
