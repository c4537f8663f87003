import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { ringAfterCommit } from "./bell.ts";
import { withTenantDirect } from "./driver/direct-transaction.ts";
import { withSystem } from "./driver/with-tenant.ts";
import { listen } from "./listen.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";
import { seedWorkspace } from "./testing/seed-workspace.ts";

const database = await createTestDatabase();
const { db } = database;
const { workspaceId } = await seedWorkspace(db);
const listener = await listen({ url: database.appUrl, onReconnect: () => undefined });
afterAll(() => listener.close());

let heard: string[] = [];
listener.subscribe("run_events", (payload) => heard.push(payload));
beforeEach(() => {
  heard = [];
});

it("rings when the transaction has committed, and not before", async () => {
  await withSystem(db, async (tx) => {
    ringAfterCommit(tx, "run_events", "early");
    await database.asOwner("select pg_notify('run_events', 'during')");
    await vi.waitFor(() => expect(heard).toEqual(["during"]), { timeout: 20_000 });
  });
  await vi.waitFor(() => expect(heard).toEqual(["during", "early"]), { timeout: 20_000 });
});

it("does not ring for a transaction that was rolled back", async () => {
  const failed = withSystem(db, async (tx) => {
    ringAfterCommit(tx, "run_events", "never");
    throw new Error("changed my mind");
  });
  await expect(failed).rejects.toThrow("changed my mind");
  await withSystem(db, async (tx) => ringAfterCommit(tx, "run_events", "later"));
  await vi.waitFor(() => expect(heard).toEqual(["later"]), { timeout: 20_000 });
});

it("combines rings of the same moment into one, and loses none", async () => {
  const payloads = Array.from({ length: 200 }, (_, index) => String(index % 40));
  await Promise.all(
    payloads.map((payload) => withSystem(db, async (tx) => ringAfterCommit(tx, "run_events", payload))),
  );
  await vi.waitFor(() => expect(new Set(heard).size).toBe(40), { timeout: 20_000 });
});

it("sends rings that can wait together with one that cannot", async () => {
  const ringing = [
    withSystem(db, async (tx) => ringAfterCommit(tx, "run_events", "patient", "soon")),
    withSystem(db, async (tx) => ringAfterCommit(tx, "run_events", "alone", "soon")),
  ];
  await Promise.all(ringing);
  await vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining(["alone", "patient"])), {
    timeout: 20_000,
  });
  await withSystem(db, async (tx) => {
    ringAfterCommit(tx, "run_events", "later", "soon");
    ringAfterCommit(tx, "run_events", "now");
  });
  await vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining(["later", "now"])), {
    timeout: 20_000,
  });
});

it("rings in the packet of a COMMIT, once, and not when that fails", async () => {
  const step = (payload: string, divisor: number) =>
    withTenantDirect(db, workspaceId, async (tx) => {
      ringAfterCommit(tx, "run_events", payload);
      await Promise.all([tx.$executeRaw`SELECT 1 / ${divisor}::int`, tx.commit()]);
    });
  await expect(step("never", 0)).rejects.toThrow("division by zero");
  await step("first", 1);
  await step("second", 1);
  await vi.waitFor(() => expect(heard).toContain("second"), { timeout: 20_000 });
  expect(heard).toEqual(["first", "second"]);
});

it("does not ring again for a waiting ring when an equal one left with a COMMIT", async () => {
  const step = (urgency: "now" | "soon") =>
    withTenantDirect(db, workspaceId, async (tx) => {
      ringAfterCommit(tx, "run_events", "run", urgency);
      await Promise.all([tx.$executeRaw`SELECT 1`, tx.commit()]);
    });
  // So that it still waits, however slow this machine is.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await step("soon");
  await step("now");
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  await withSystem(db, async (tx) => ringAfterCommit(tx, "run_events", "last"));
  await vi.waitFor(() => expect(heard).toContain("last"), { timeout: 20_000 });
  expect(heard).toEqual(["run", "last"]);
});

it("rings for what came after the same ring had left", async () => {
  await withTenantDirect(db, workspaceId, async (tx) => {
    ringAfterCommit(tx, "run_events", "run");
    const committed = Promise.all([tx.$executeRaw`SELECT 1`, tx.commit()]);
    await withSystem(db, async (other) => ringAfterCommit(other, "run_events", "run", "soon"));
    await committed;
  });
  await vi.waitFor(() => expect(heard).toEqual(["run", "run"]), { timeout: 20_000 });
});
