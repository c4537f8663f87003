import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { cancelRun } from "../cancel-run.ts";
import { forkRun } from "../fork/fork-run.ts";
import { getRun } from "../reading/get-run.ts";
import { planUndo } from "./plan-undo.ts";
import { retryUndo } from "./retry-undo.ts";
import { booked, chain, done, failed, undoScene } from "./testing/undo-scene.ts";

const database = await createTestDatabase();
const context = await createTestContext(database.db);
const { start, settle, undo } = undoScene(context);

describe("undoing a run that others build on", () => {
  it("waits for runs that build on what would be undone", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", failed(false));
    const fork = await forkRun(context, { runId, fromNodeIds: [], idempotencyKey: null });
    await settle(fork.runId, "b", failed(false));
    const open = await forkRun(context, { runId: fork.runId, fromNodeIds: [], idempotencyKey: null });
    const later = () => retryUndo(context, { runId, idempotencyKey: null });
    await expect(later()).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(open.runId),
    });
    // A fork that repeats everything builds on nothing.
    const own = await forkRun(context, { runId, fromNodeIds: ["start"], idempotencyKey: null });
    await settle(open.runId, "b", failed(false));
    await undo((await later()).runId, "a");
    await cancelRun(context, { runId: own.runId, reason: "enough" });
  });

  it("is refused under a completed run, unless the caller confirms it", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    await settle(runId, "b", failed(false));
    const from = { fromNodeIds: [], idempotencyKey: null };
    const fork = await forkRun(context, { runId, ...from });
    expect((await planUndo(context, { runId })).builtOn).toEqual([
      { runId: fork.runId, status: "running", nodeIds: ["a"] },
    ]);
    await settle(fork.runId, "b", done({ id: "o2" }));
    // A fork of the fork takes "a" over from the first run as well, and does "b" itself.
    const next = await forkRun(context, { runId: fork.runId, ...from, fromNodeIds: ["b"] });
    await settle(next.runId, "b", done({ id: "o3" }));
    expect((await planUndo(context, { runId })).builtOn).toEqual([
      { runId: next.runId, status: "completed", nodeIds: ["a"] },
      { runId: fork.runId, status: "completed", nodeIds: ["a"] },
    ]);
    expect((await planUndo(context, { runId: fork.runId })).builtOn).toEqual([]);
    const undoNow = (more: object) => retryUndo(context, { runId, idempotencyKey: null, ...more });
    await expect(undoNow({})).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`Run ${next.runId} builds on what this run did in node "a"`),
    });
    await undo((await undoNow({ despiteForks: true })).runId, "a");
  });

  it("of a run in progress waits for a fork of it, too, and lets the run continue where it is refused", async () => {
    const runId = await start(chain("keep", booked("a"), booked("b")));
    await settle(runId, "a", done({ id: "o1" }));
    const fork = await forkRun(context, { runId, fromNodeIds: ["b"], idempotencyKey: null });
    const stop = (more: object) => cancelRun(context, { runId, reason: "enough", undo: true, ...more });
    const refused = { code: "CONFLICT", message: expect.stringContaining(fork.runId) };
    await expect(stop({ despiteForks: true })).rejects.toMatchObject(refused);
    await settle(fork.runId, "b", done({ id: "o2" }));
    await expect(stop({})).rejects.toMatchObject(refused);
    expect((await getRun(context, { runId })).run.status).toBe("running");
    await stop({ despiteForks: true });
    await undo(runId, "a");
    expect((await getRun(context, { runId })).run).toMatchObject({ status: "cancelled", undo: "done" });
  });
});
