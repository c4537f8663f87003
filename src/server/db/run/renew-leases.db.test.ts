import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { renewLeases } from "./progress/lease/lease-store.ts";

const database = await createTestDatabase();

async function lease(): Promise<string> {
  const token = randomUUID();
  await database.asOwner(
    `insert into system.leases (run_id, node_id, attempt, workspace_id, lease_token, worker_id, expires_at, is_sent)
     values (gen_random_uuid(), 'n', 1, gen_random_uuid(), $1, 'w', clock_timestamp() + interval '1 s', false)`,
    [token],
  );
  return token;
}

const carried = (...tokens: readonly string[]) => tokens.map((leaseToken) => ({ leaseToken, isSent: true }));
const renew = (...tokens: readonly string[]) =>
  withSystem(database.db, (tx) => renewLeases(tx, carried(...tokens), 600_000));

async function isProlonged(token: string): Promise<boolean | undefined> {
  const [row] = await database.asOwner<{ isSent: boolean; isLong: boolean }>(
    `select is_sent as "isSent", expires_at > clock_timestamp() + interval '5 min' as "isLong"
       from system.leases where lease_token = $1`,
    [token],
  );
  return row?.isSent && row.isLong;
}

it("renews held leases, reports requested stops, and leaves out leases that were taken over", async () => {
  const [held, stopped, gone] = [await lease(), await lease(), randomUUID()];
  await database.asOwner("update system.leases set abort_requested = true where lease_token = $1", [stopped]);
  const kept = await renew(held, stopped, gone);
  expect(new Map(kept.map((one) => [one.leaseToken, one.abortRequested]))).toEqual(
    new Map([
      [held, false],
      [stopped, true],
    ]),
  );
  expect(await isProlonged(held)).toBe(true);
});

it("does not wait: a lease that a step is writing counts as held, and is renewed with the next heartbeat", async () => {
  const [busy, free] = [await lease(), await lease()];
  const step = new pg.Client({ connectionString: database.ownerUrl });
  await step.connect();
  try {
    await step.query("begin");
    await step.query("delete from system.leases where lease_token = $1", [busy]);
    // If it waited, this would never end: the step continues only afterwards.
    expect((await renew(busy, free)).map(({ leaseToken }) => leaseToken).toSorted()).toEqual(
      [busy, free].toSorted(),
    );
    expect([await isProlonged(busy), await isProlonged(free)]).toEqual([false, true]);
    await step.query("rollback");
    await renew(busy);
    expect(await isProlonged(busy)).toBe(true);
  } finally {
    await step.end();
  }
});
