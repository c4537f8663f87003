import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { clearOldRows } from "#server/services/clearing/clear-old-rows.ts";
import { deleteWorkspace } from "#server/services/deletion/delete-workspace.ts";
import { purge } from "#server/services/deletion/purge.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { retryUndo } from "#server/services/runs/undo/retry-undo.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { findSumFaults } from "./testing/chaos/find-sum-faults.ts";
import { type HttpSink, startHttpSink } from "./testing/http-sink.ts";
import { agent, trigger } from "./testing/pipelines.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
let sink: HttpSink;
beforeAll(async () => {
  sink = await startHttpSink(30);
});
afterEach(() => stage.endWorkers());
afterAll(async () => {
  await sink.close();
  await stage.close();
});

const post = (path: string) =>
  ({ action: "http.request", method: "POST", url: `${sink.url}/${path}` }) as const;

/** A request with its undo, under a name of this test's own. */
const booked = (id: string, name: string, undoPath = `undo-${id}-${name}`) =>
  ({ id, type: "action", name: id, config: { ...post(`${id}-${name}`), undo: post(undoPath) } }) as const;

/** One step after another, and then one that is refused. */
function chain(name: string, count: number): PipelineDefinitionInput {
  const steps = Array.from({ length: count }, (_, index) => booked(`step${index}`, name));
  const last = { id: "last", type: "action", name: "last", config: post(`refuse-${name}`) } as const;
  return {
    ...chainOf(name, [trigger, ...steps, last]),
    settings: { onFailure: "undo", retryBackoffBase: 0.05, retryBackoffMax: 0.1 },
  };
}

/** How often each path was asked for, in the order of its first time, and under how many keys. */
function asked(part: string) {
  const paths = Map.groupBy(
    sink.requests.filter(({ path }) => path.includes(part)),
    ({ path }) => path,
  );
  return [...paths].map(([path, requests]) => ({
    path,
    times: requests.length,
    keys: new Set(requests.map(({ key }) => key)).size,
  }));
}

const came = (path: string) =>
  until(
    () => sink.requests,
    (requests) => requests.some((request) => request.path === path),
  );

async function endedRun(runId: RunId) {
  await stage.ended([runId]);
  return getRun(stage.context, { runId });
}

describe("a run that is undone while its worker is killed", () => {
  it("undoes every step once, in the opposite order, under one key each, and accounts for all", async () => {
    const count = 6;
    let worker = stage.spawnWorker();
    await worker.ready;
    const runId = await stage.start(chain("killed", count));
    for (const index of [4, 2, 0]) {
      // In the middle of this undo: whether it was done is not known to the next worker.
      await came(`/undo-step${index}-killed`);
      await worker.end("SIGKILL");
      worker = stage.spawnWorker();
      await worker.ready;
    }
    const { run, undo } = await endedRun(runId);
    expect(run).toMatchObject({ status: "failed", undo: "done", error: { code: "HTTP_FAILED" } });
    const steps = Array.from({ length: count }, (_, index) => `step${count - 1 - index}`);
    expect(undo?.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual(
      steps.map((id) => [id, "completed"]),
    );
    const undone = asked("undo-step");
    expect(undone.map(({ path }) => path)).toEqual(steps.map((id) => `/undo-${id}-killed`));
    expect(undone.filter(({ keys }) => keys !== 1)).toEqual([]);
    // Only the three that were cut by a kill came again.
    expect(undone.filter(({ times }) => times > 1).length).toBeLessThanOrEqual(3);
    const ended = await database.asOwner(
      "select node_id from run_events where run_id = $1 and type = 'compensation.completed'",
      [runId],
    );
    expect(ended).toHaveLength(count);
  });

  it("goes on past what cannot be undone, and leaves it to another run that undoes that alone", async () => {
    const worker = stage.spawnWorker();
    await worker.ready;
    const last = { id: "last", type: "action", name: "last", config: post("refuse-stuck") } as const;
    const stuck = { ...booked("b", "stuck", "break-undo-b"), retry: { maxRetries: 1, backoffBaseMs: 1 } };
    const nodes = [trigger, booked("a", "stuck"), stuck, booked("c", "stuck"), last];
    const runId = await stage.start({ ...chainOf("Stuck", nodes), settings: { onFailure: "undo" } });
    const first = await endedRun(runId);
    expect(first.run).toMatchObject({ status: "failed", undo: "failed" });
    expect(first.undo?.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ["c", "completed"],
      ["b", "failed"],
      ["a", "completed"],
    ]);
    expect(asked("break-undo-b")).toMatchObject([{ times: 2, keys: 1 }]);

    const again = await retryUndo(stage.context, { runId, idempotencyKey: null });
    const second = await endedRun(again.runId);
    expect(second.run).toMatchObject({ status: "failed", triggerKind: "undo", undo: "failed" });
    expect(second.undo?.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual([["b", "failed"]]);
    // The same effect, so the same key, whichever run asks for it.
    expect(asked("break-undo-b")).toMatchObject([{ times: 4, keys: 1 }]);
    expect(asked("undo-a-stuck")).toMatchObject([{ times: 1 }]);
  });
});

it("a workspace that is deleted while its runs stream, are undone and lose their bodies leaves nothing, and no sum wrong", async () => {
  const worker = stage.spawnWorker();
  await worker.ready;
  const { workspaceId } = stage.context.actor;
  const neighbour = { ...(await createTestContext(database.db)), runs: stage.context.runs };
  const talking = chainOf("Talks", [trigger, agent("talk", "pace=20&tokens=2000")]);
  const asked = { input: "tides", variables: {}, version: null, idempotencyKey: null };
  const brief = chainOf("Brief", [trigger, agent("talk", "pace=0&tokens=20")]);
  const other = await startRun(neighbour, { ...asked, pipelineId: await seedPipeline(neighbour, brief) });
  const old = await stage.start(brief);
  await stage.ended([old, other.runId]);
  await database.asOwner("update workspaces set retention_days = 1 where id = $1", [workspaceId]);
  const streaming = await stage.start(talking);
  const said = () =>
    database.asOwner("select from run_events where run_id = $1 and type = 'node.delta'", [streaming]);
  await until(said, ({ length }) => length > 0);
  await stage.start(chain("gone", 3));
  await came("/undo-step2-gone");
  const [workspace] = await database.asOwner<{ slug: string }>("select slug from workspaces where id = $1", [
    workspaceId,
  ]);
  await deleteWorkspace(stage.context, { confirm: workspace?.slug ?? "" });
  const engine = createTestEngine(stage.context);
  const inTwoDays = Date.now() + 172_800_000;
  const goOn = async () => {
    await database.asOwner("update system.clearings set look_at = now() - interval '1 second'");
    const [{ failed }] = await Promise.all([purge(engine), clearOldRows(engine, inTwoDays)]);
    expect(failed).toBe(0);
    return database.asOwner("select from workspaces where id = $1", [workspaceId]);
  };
  await until(goOn, ({ length }) => length === 0);
  for (const table of [
    "runs",
    "node_runs",
    "attempts",
    "run_events",
    "ledger_entries",
    "cost_days",
    "audit_events",
  ]) {
    expect(
      await database.asOwner(`select from ${table} where workspace_id = $1`, [workspaceId]),
      table,
    ).toEqual([]);
  }
  expect(await findSumFaults(database)).toEqual([]);
  expect(worker.hasEnded).toBe(false);
});
