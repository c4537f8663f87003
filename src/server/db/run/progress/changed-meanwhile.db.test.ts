import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { isChangedMeanwhile } from "./changed-meanwhile.ts";
import { type AttemptClose, writeAttempts } from "./write-attempts.ts";
import { type ProgressWrite, type RunAsRead, writeProgress } from "./write-progress.ts";

const database = await createTestDatabase();
const { workspaceId } = await seedWorkspace(database.db);

interface Remembered {
  readonly runId: RunId;
  readonly was: RunAsRead;
  readonly leaseToken: string;
}

/** A run in progress, as a worker remembers it. */
async function remembered(): Promise<Remembered> {
  const { runId } = await withTenant(database.db, workspaceId, (tx) => seedRun(tx, workspaceId));
  await database.asOwner("update runs set status = 'running' where id = $1", [runId]);
  const [attempt] = await database.asOwner<{ lease_token: string }>(
    "select lease_token from attempts where run_id = $1",
    [runId],
  );
  const was = { frontier: "ii", lastEventSeq: 0, isLocked: false };
  return { runId, was, leaseToken: attempt?.lease_token ?? "" };
}

function progressOf({ runId, was }: Remembered): ProgressWrite {
  const state = { status: "running", frontier: "cr", branches: {}, closing: null } as const;
  const events = [{ type: "node.started", nodeId: "draft", attempt: 1 }] as never;
  return {
    runId,
    ...state,
    was,
    events,
    nodes: [],
    spent: null,
    isStart: false,
    standsStill: false,
    end: null,
  };
}

function closeOf({ leaseToken }: Remembered): AttemptClose {
  const result = {
    status: "completed",
    usage: null,
    costMicros: 0,
    stop: null,
    text: null,
    error: null,
  } as const;
  return { nodeId: "draft", attempt: 1, leaseToken, providerRequestId: null, ...result };
}

/** Steps of several runs, written in one packet. */
function write(steps: readonly Remembered[], more: (tx: DirectTransaction) => Promise<unknown>[] = () => []) {
  const attempts = steps.map((step) => ({ runId: step.runId, closes: [closeOf(step)], opens: [] }));
  return withTenantDirect(database.db, workspaceId, (tx) =>
    Promise.all([
      writeProgress(tx, workspaceId, steps.map(progressOf)),
      writeAttempts(tx, workspaceId, attempts),
      ...more(tx),
      tx.commit(),
    ]),
  );
}

async function lastEventSeqOf({ runId }: Remembered): Promise<number> {
  const [run] = await database.asOwner<{ seq: number }>(
    "select last_event_seq::float8 as seq from runs where id = $1",
    [runId],
  );
  return run?.seq ?? -1;
}

it("accepts steps when nothing has changed", async () => {
  const both = [await remembered(), await remembered()];
  await write(both);
  expect(await Promise.all(both.map(lastEventSeqOf))).toEqual([1, 1]);
});

it.each<[string, (step: Remembered) => Remembered]>([
  ["the frontier", (step) => ({ ...step, was: { ...step.was, frontier: "rr" } })],
  ["the log", (step) => ({ ...step, was: { ...step.was, lastEventSeq: 3 } })],
  ["a lease", (step) => ({ ...step, leaseToken: randomUUID() })],
  ["the run, which has gone", (step) => ({ ...step, runId: randomUUID() as RunId })],
])("refuses the whole packet where somebody else has changed %s", async (_what, change) => {
  const [one, other] = [await remembered(), await remembered()];
  const error = await write([other, change(one)]).catch((caught: unknown) => caught);
  expect(isChangedMeanwhile(error)).toBe(true);
  expect(await Promise.all([one, other].map(lastEventSeqOf))).toEqual([0, 0]);
});

it("refuses a step planned before a stop was requested, and accepts one that has read the request", async () => {
  const step = await remembered();
  await database.asOwner(`update runs set closing = '{"status":"cancelled"}' where id = $1`, [step.runId]);
  const error = await write([step]).catch((caught: unknown) => caught);
  expect(isChangedMeanwhile(error)).toBe(true);
  await write([{ ...step, was: { ...step.was, isLocked: true } }]);
  expect(await lastEventSeqOf(step)).toBe(1);
});

it("matches no other error", async () => {
  const step = await remembered();
  const attempt = write([step], (tx) => [tx.$executeRaw`SELECT 1 / 0`]);
  const error = await attempt.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ message: "division by zero" });
  expect(isChangedMeanwhile(error)).toBe(false);
});
