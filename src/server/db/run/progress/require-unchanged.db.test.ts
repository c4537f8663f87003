import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { seedRun } from "#server/db/testing/seed-run.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { isChangedMeanwhile, requireUnchanged, type Unchanged } from "./require-unchanged.ts";

const database = await createTestDatabase();
const { workspaceId } = await seedWorkspace(database.db);

/** A run that works, as somebody remembers it. */
async function remembered(): Promise<Unchanged> {
  const { runId } = await withTenant(database.db, workspaceId, (tx) => seedRun(tx, workspaceId));
  await database.asOwner("update runs set status = 'running' where id = $1", [runId]);
  const [attempt] = await database.asOwner<{ lease_token: string }>(
    "select lease_token from attempts where run_id = $1",
    [runId],
  );
  const held = [{ nodeId: "draft", leaseToken: attempt?.lease_token ?? "" }];
  return { workspaceId, runId, frontier: "ii", lastEventSeq: 0, held };
}

/** Writes to the run in the same packet as the check, as a step of progress does. */
function write(expected: Unchanged, more: (tx: DirectTransaction) => Promise<unknown>[] = () => []) {
  return withTenantDirect(database.db, workspaceId, (tx) =>
    Promise.all([
      requireUnchanged(tx, expected),
      tx.$executeRaw`UPDATE runs SET last_event_seq = 7 WHERE id = ${expected.runId}::uuid`,
      ...more(tx),
      tx.commit(),
    ]),
  );
}

async function lastEventSeqOf({ runId }: Unchanged): Promise<number> {
  const [run] = await database.asOwner<{ seq: number }>(
    "select last_event_seq::float8 as seq from runs where id = $1",
    [runId],
  );
  return run?.seq ?? -1;
}

it("lets what comes behind it pass where all is as it was", async () => {
  const expected = await remembered();
  await write(expected);
  expect(await lastEventSeqOf(expected)).toBe(7);
});

it.each<[string, Partial<Unchanged>]>([
  ["the frontier", { frontier: "rr" }],
  ["the log", { lastEventSeq: 3 }],
  ["a lease", { held: [{ nodeId: "draft", leaseToken: randomUUID() }] }],
  ["the run, which has gone", { runId: randomUUID() as Unchanged["runId"] }],
])("refuses all of it where somebody else has changed %s", async (_what, change) => {
  const expected = await remembered();
  const error = await write({ ...expected, ...change }).catch((caught: unknown) => caught);
  expect(isChangedMeanwhile(error)).toBe(true);
  expect(await lastEventSeqOf(expected)).toBe(0);
});

it("takes no other error for a change", async () => {
  const expected = await remembered();
  const attempt = write(expected, (tx) => [tx.$executeRaw`SELECT 1 / 0`]);
  const error = await attempt.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ message: "division by zero" });
  expect(isChangedMeanwhile(error)).toBe(false);
});
