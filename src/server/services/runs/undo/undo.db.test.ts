import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { cancelRun } from "../cancel-run.ts";
import { forkRun } from "../fork/fork-run.ts";
import { planFork } from "../fork/plan-fork.ts";
import { getRun } from "../reading/get-run.ts";
import { listRuns } from "../reading/list-runs.ts";
import { planUndo } from "./plan-undo.ts";
import { retryUndo } from "./retry-undo.ts";
import { booked, chain, done, failed, plain, undoScene, url } from "./testing/undo-scene.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { engine, start, claimTask, settle, undo } = undoScene(context);

describe("undoing a run", () => {
  it("gives each undo its node's input and output, and the run the status it would have had", async () => {
    const runId = await start(chain("undo", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", failed(true));
    const unknown = await undo(runId, "b");
    expect(unknown.scope).toMatchObject({
      input: { id: "o1" },
      output: null,
      error: { code: "HTTP_FAILED", message: "Nobody answered." },
      nodes: { start: { output: { key: "k1" } } },
    });
    expect((await getRun(context, { runId })).run).toMatchObject({ status: "running", undo: "asked" });
    const known = await undo(runId, "a");
    expect(known.scope).toMatchObject({ input: { key: "k1" }, output: { id: "o1" }, error: null });
    const { run, undo: told, nodeRuns, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "failed", undo: "done", error: { nodeId: "b" } });
    expect(told).toMatchObject({
      because: "failed",
      steps: [
        { nodeId: "b", status: "completed", attempt: 1 },
        { nodeId: "a", status: "completed", attempt: 1 },
      ],
    });
    expect([...nodeRuns, ...attempts].filter(({ nodeId }) => nodeId.startsWith("undo"))).toEqual([]);
  });

  it("skips what was certainly not done, and keeps everything where nobody asks", async () => {
    const refused = await start(chain("undo", booked("a")));
    await settle(refused, "a", failed(false));
    expect((await getRun(context, { runId: refused })).run).toMatchObject({ status: "failed", undo: null });
    const kept = await start(chain("keep", booked("a"), booked("b")));
    await settle(kept, "a", done({ id: "o1" }));
    await cancelRun(context, { runId: kept, reason: "enough" });
    expect((await getRun(context, { runId: kept })).run).toMatchObject({ status: "cancelled", undo: null });
  });

  it("is planned beforehand, shows what stays, and includes what is in flight", async () => {
    const runId = await start(chain("keep", booked("a"), plain("mail"), booked("b"), booked("c")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "mail", done({ id: "m1" }));
    const inFlight = await claimTask(runId, "b");
    expect(await planUndo(context, { runId })).toMatchObject({
      steps: [
        { nodeId: "b", outcome: "in-flight", status: "pending", does: expect.stringContaining("DELETE ") },
        { nodeId: "a", outcome: "completed", status: "pending" },
      ],
      kept: [{ nodeId: "mail", did: `POST ${url}` }],
      onFailure: "keep",
    });
    await cancelRun(context, { runId, reason: "enough", undo: true });
    const outcome = { kind: "cancelled", usage: null, providerRequestId: null, text: "" } as const;
    await settleAttempt(engine, inFlight, { ...outcome, mayHaveActed: true }, "must-dispatch");
    // A second request changes nothing.
    await cancelRun(context, { runId, reason: "keep it", undo: false });
    await undo(runId, "b");
    await undo(runId, "a");
    expect((await getRun(context, { runId })).run).toMatchObject({ status: "cancelled", undo: "done" });
    const { runs } = await listRuns(context, {
      ...{ pipelineId: null, statuses: ["cancelled"], startedBy: null, triggerKinds: null },
      ...{ withinSeconds: null, text: null, order: "newest", cursor: null, limit: 1 },
    });
    expect(runs).toMatchObject([{ id: runId, undo: "done" }]);
  });

  it("is not built on by a fork of a fork that had taken over what was undone since", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", failed(false));
    const from = { fromNodeIds: [], idempotencyKey: null };
    const fork = await forkRun(context, { runId, ...from });
    await settle(fork.runId, "b", failed(false));
    const again = { runId: fork.runId, fromNodeIds: [] };
    expect(await planFork(context, again)).toMatchObject({ reused: ["start", "a"], rerun: ["b"] });
    const { runId: later } = await retryUndo(context, { runId, idempotencyKey: null });
    await undo(later, "a");
    expect(await planFork(context, again)).toMatchObject({ reused: ["start"], rerun: ["a", "b"] });
    const given = await forkRun(context, { runId, ...from, changes: { outputs: { a: { id: "by hand" } } } });
    expect(await planFork(context, { runId: given.runId, fromNodeIds: [] })).toMatchObject({
      reused: ["start", "a"],
    });
    // What the fork of the fork has done itself may be built on.
    const next = await forkRun(context, { runId: fork.runId, ...from });
    await settle(next.runId, "a", done({ id: "o2" }));
    await settle(next.runId, "b", failed(false));
    expect(await planFork(context, { ...again, runId: next.runId })).toMatchObject({
      reused: ["start", "a"],
    });
  });

  it("is refused where it is requested too late", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    const inFlight = await claimTask(runId, "b");
    await cancelRun(context, { runId, reason: "enough" });
    const late = () => cancelRun(context, { runId, reason: "and take it back", undo: true });
    const refused = (words: string) => ({ code: "CONFLICT", message: expect.stringContaining(words) });
    await expect(late()).rejects.toMatchObject(refused("being stopped without undoing"));
    const outcome = { kind: "cancelled", usage: null, providerRequestId: null, text: "" } as const;
    await settleAttempt(engine, inFlight, outcome, "must-dispatch");
    await expect(late()).rejects.toMatchObject(refused("already ended (cancelled)"));
    // Requested in time, it may be requested again; where nothing is left to undo, that is not an error.
    const inTime = await start(chain("keep", booked("a"), booked("b")));
    await settle(inTime, "a", done({ id: "o1" }));
    for (const expected of ["running", "running"])
      expect(await cancelRun(context, { runId: inTime, reason: "enough", undo: true })).toEqual({
        status: expected,
      });
    await undo(inTime, "a");
    expect(await cancelRun(context, { runId: inTime, reason: "enough", undo: true })).toEqual({
      status: "cancelled",
    });
  });

  it("is retried in a run of its own, once, and a fork does not take over what was undone", async () => {
    const runId = await start(chain("undo", booked("a"), booked("b"), booked("c")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", done({ id: "o2" }));
    await settle(runId, "c", failed(false));
    await undo(runId, "b", failed(true));
    await expect(retryUndo(context, { runId, idempotencyKey: null })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("running"),
    });
    await undo(runId, "a");
    expect((await getRun(context, { runId })).run.undo).toBe("failed");
    const later = await retryUndo(context, { runId, idempotencyKey: "again" });
    expect(await retryUndo(context, { runId, idempotencyKey: "again" })).toEqual(later);
    await expect(retryUndo(context, { runId, idempotencyKey: null })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(later.runId),
    });
    const task = await undo(later.runId, "b");
    expect(task).toMatchObject({ onBehalfOf: runId, scope: { input: { id: "o1" }, output: { id: "o2" } } });
    const view = await getRun(context, later);
    expect(view).toMatchObject({ run: { status: "completed", undo: "done", forkedFromRunId: runId } });
    expect((await getRun(context, { runId })).undoneByRunId).toBe(later.runId);
    await expect(retryUndo(context, { ...later, idempotencyKey: null })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(planFork(context, { ...later, fromNodeIds: [] })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await planFork(context, { runId, fromNodeIds: [] })).toMatchObject({
      reused: ["start"],
      rerun: ["a", "b", "c"],
    });
  });

  it("of a run that was kept can be requested later, and then no fork builds on it", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", failed(false));
    const { runId: later } = await retryUndo(context, { runId, idempotencyKey: null });
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], idempotencyKey: null });
    expect((await claimTask(fork.runId, "a")).scope.input).toEqual({ key: "k1" });
    await undo(later, "a");
    expect((await getRun(context, { runId: later })).run.status).toBe("completed");
    const events = await database.asOwner(
      "select action, detail from audit_events where subject_id = $1::text",
      [later],
    );
    expect(events).toMatchObject([{ action: "run.undo", detail: { fromRunId: runId } }]);
  });
});
