import { describe, expect, it } from "vitest";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { forkRun } from "#server/services/runs/fork/fork-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { approval, noop, setWaitStage, trigger } from "#server/services/waits/testing/wait-stage.ts";
import { continueRun } from "./healing/continue-run.ts";
import { reconcile } from "./healing/reconcile.ts";

const stage = await setWaitStage();
const { database, context, engine, start, startOf, claim, statusOf, openWaits, waitIdOf, endingOf } = stage;
const { openRun, letPass, letTimeCome, loseJobs, jobsOf } = stage;

/** As if a thousand like it had been started. */
const thousandMore = `
  with ids as materialized (select gen_random_uuid() as id from generate_series(1, 1000)),
  made as (
    insert into runs (id, workspace_id, pipeline_id, version_id, status, trigger_kind, input, variables, frontier, last_event_seq,
           deadline_at, waiting_since)
    select ids.id, r.workspace_id, r.pipeline_id, r.version_id, r.status, r.trigger_kind, r.input, r.variables, r.frontier,
           r.last_event_seq, r.deadline_at, r.waiting_since from runs r, ids where r.id = $1
    returning id),
  nodes as (
    insert into node_runs (workspace_id, run_id, node_id, node_type, status, started_at, wake_at)
    select n.workspace_id, ids.id, n.node_id, n.node_type, n.status, n.started_at, n.wake_at
      from node_runs n, ids where n.run_id = $1 returning 1),
  entered as (
    insert into waits select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'run_id', ids.id))).*
      from waits w, ids where w.run_id = $1 returning 1)
  insert into system.open_runs select ids.id, o.workspace_id, o.deadline_at, o.check_at from system.open_runs o, ids where o.run_id = $1`;

describe("a run that only waits", () => {
  it("has a stopped clock, and its remaining time when it continues", async () => {
    const runId = await start({
      ...chainOf("Long", [trigger, approval("go"), noop("end")]),
      settings: { timeoutSeconds: 60 },
    });
    expect(await openRun(runId)).toEqual({ deadline: null, check: "infinity" });
    await letPass(runId, 86_400);
    expect(await continueRun(engine, context.actor.workspaceId, runId)).toBe("in-progress");
    expect((await getRun(context, { runId })).run.deadlineAtMs).toBeGreaterThan(Date.now() + 30_000);
    const open = await waitIdOf(runId);
    await decideWait(context, { waitId: open, choice: "ok", form: null });
    const after = await openRun(runId);
    expect(after.deadline).toBeGreaterThan(30);
    expect(after.deadline).toBeLessThan(61);
    expect(after.check).not.toBe("infinity");
    const { run } = await getRun(context, { runId });
    expect(run.deadlineAtMs - run.createdAtMs).toBeGreaterThan(86_400_000);
    expect(await claim(runId, "end")).toMatchObject({ kind: "claimed" });
  });

  it("keeps its clock running while another branch works", async () => {
    const definition = {
      name: "Beside",
      nodes: [trigger, approval("go"), noop("work"), noop("more")],
      edges: [
        { id: "a", from: "start", to: "go" },
        { id: "b", from: "start", to: "work" },
        { id: "c", from: "work", to: "more" },
      ],
    };
    const runId = await start(definition);
    // Dispatched, and so not only waiting.
    expect((await openRun(runId)).deadline).toBeGreaterThan(0);
    const claimed = await claim(runId, "work");
    expect((await openRun(runId)).deadline).toBeGreaterThan(0);
    expect(claimed.kind).toBe("claimed");
  });

  it("costs nothing: a thousand of them are not checked, and hold no lease", async () => {
    const definition = chainOf("Many", [trigger, approval("go", { deadlineSeconds: 864_000 }), noop("end")]);
    const pipelineId = await seedPipeline(context, definition);
    const runId = await startOf(pipelineId, null);
    await database.asOwner(thousandMore, [runId]);
    const marks = `select count(*)::int as open, count(*) filter (where o.deadline_at is not null)::int as timed,
                          count(*) filter (where o.check_at < now() + interval '9 days')::int as checked,
                          (select count(*)::int from system.leases) as leases, sum(r.last_event_seq)::int as lines
                     from system.open_runs o join runs r on r.id = o.run_id where r.pipeline_id = $1`;
    const [before] = await database.asOwner(marks, [pipelineId]);
    expect(before).toMatchObject({ open: 1_001, timed: 0, checked: 0 });
    await reconcile(engine);
    // The reconciler has nothing left to do.
    expect(await reconcile(engine)).toEqual({ continued: 0, tidied: 0, failed: 0 });
    expect((await database.asOwner(marks, [pipelineId]))[0]).toEqual(before);
    const asked = { runId: null, mine: true, which: "open", kinds: null, cursor: null, limit: 50 } as const;
    expect((await listWaits(context, asked)).waits).toHaveLength(50);
  });

  it("is stopped at once, and a fork takes over what was decided before", async () => {
    const runId = await start(chainOf("Stopped", [trigger, approval("one"), approval("two"), noop("end")]));
    const one = await waitIdOf(runId);
    await decideWait(context, { waitId: one, choice: "ok", form: null });
    const two = await waitIdOf(runId);
    expect((await openWaits(runId)).map(({ nodeId }) => nodeId)).toEqual(["two"]);
    expect(await cancelRun(context, { runId, reason: "no longer wanted" })).toEqual({ status: "cancelled" });
    const late = { waitId: two, choice: "ok", form: null };
    await expect(decideWait(context, late)).rejects.toThrow("The run ended before anybody had decided");
    expect(
      await database.asOwner("select node_id, ending from waits where run_id = $1 order by id", [runId]),
    ).toEqual([
      { node_id: "one", ending: "decided" },
      { node_id: "two", ending: "cancelled" },
    ]);
    const fork = await forkRun(context, { runId, fromNodeIds: [], idempotencyKey: null });
    const { nodeRuns, run } = await getRun(context, { runId: fork.runId });
    expect(run.status).toBe("waiting");
    expect(nodeRuns.find(({ nodeId }) => nodeId === "one")).toMatchObject({
      status: "completed",
      output: { choice: "ok" },
    });
    expect((await openWaits(fork.runId)).map(({ nodeId }) => nodeId)).toEqual(["two"]);
  });
});

describe("a wait whose deadline has passed", () => {
  it("continues as configured, and a late answer is told so", async () => {
    const config = { choices: ["ok", "no"], deadlineSeconds: 60, onTimeout: "no" };
    const definition = {
      name: "Timed",
      nodes: [trigger, approval("go", config), noop("end")],
      edges: [
        { id: "a", from: "start", to: "go" },
        { id: "b", from: "go", to: "end", condition: "no" },
      ],
    };
    const runId = await start(definition);
    expect(await claim(runId, "go")).toMatchObject({ kind: "busy" });
    const open = await waitIdOf(runId);
    await letTimeCome(runId);
    expect(await claim(runId, "go")).toMatchObject({ kind: "settled" });
    expect(await endingOf(runId)).toMatchObject({ ending: "elapsed", choice: "no" });
    expect(await claim(runId, "end")).toMatchObject({ kind: "claimed" });
    const late = { waitId: open, choice: "ok", form: null };
    await expect(decideWait(context, late)).rejects.toThrow("The time for this decision ran out");
  });

  it("is over for an answer that comes before anybody has noticed", async () => {
    const runId = await start(chainOf("Noticed", [trigger, approval("go", { deadlineSeconds: 60 })]));
    const open = await waitIdOf(runId);
    await letTimeCome(runId);
    const late = { waitId: open, choice: "ok", form: null };
    await expect(decideWait(context, late)).rejects.toThrow("The time for this decision ran out");
    const { run } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "failed", error: { code: "NODE_TIMEOUT", nodeId: "go" } });
  });

  it("is found by the watch of stranded runs where its job was lost", async () => {
    const runId = await start(
      chainOf("Lost", [trigger, approval("go", { deadlineSeconds: 60, onTimeout: "ok" })]),
    );
    await loseJobs(runId);
    await letTimeCome(runId);
    await reconcile(engine);
    const handedOut = await jobsOf(runId);
    expect(handedOut).toHaveLength(1);
    expect(await claim(runId, "go")).toMatchObject({ kind: "settled" });
    expect(await statusOf(runId)).toBe("completed");
  });
});
