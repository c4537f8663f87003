import { describe, expect, it } from "vitest";
import { patienceMs } from "#server/db/testing/patience.ts";
import { createTestDatabase } from "../testing/create-test-database.ts";
import { seedWorkspace } from "../testing/seed-workspace.ts";
import { createDatabase } from "./client.ts";
import { ConnectionLostError, withTenantDirect } from "./direct-transaction.ts";

const database = await createTestDatabase();
const { db } = database;
const ours = await seedWorkspace(db);
const theirs = await seedWorkspace(db);

const names = async () => {
  const rows = await database.asOwner("select name from workspaces where id = $1", [ours.workspaceId]);
  return rows.map((row) => row.name);
};

describe("a transaction on the driver itself", () => {
  it("sees and changes one workspace only", async () => {
    const seen = await withTenantDirect(
      db,
      ours.workspaceId,
      (tx) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM workspaces`,
    );
    expect(seen).toEqual([{ id: ours.workspaceId }]);
    const changed = await withTenantDirect(
      db,
      ours.workspaceId,
      (tx) => tx.$executeRaw`UPDATE workspaces SET name = 'taken' WHERE id = ${theirs.workspaceId}::uuid`,
    );
    expect(changed).toBe(0);
  });

  it("answers statements of one packet in order, each seeing the effects of the one before", async () => {
    const [, rows] = await withTenantDirect(db, ours.workspaceId, (tx) =>
      Promise.all([
        tx.$executeRaw`UPDATE workspaces SET name = ${"first"} WHERE id = ${ours.workspaceId}::uuid`,
        tx.$queryRaw<{ name: string }[]>`SELECT name FROM workspaces`,
        tx.commit(),
      ]),
    );
    expect(rows).toEqual([{ name: "first" }]);
    expect(await names()).toEqual(["first"]);
  });

  it("commits by itself at the end, and rolls back when the work throws", async () => {
    const rename = (name: string, then: () => void) =>
      withTenantDirect(db, ours.workspaceId, async (tx) => {
        await tx.$executeRaw`UPDATE workspaces SET name = ${name} WHERE id = ${ours.workspaceId}::uuid`;
        then();
      });
    await rename("second", () => undefined);
    await expect(
      rename("third", () => {
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect(await names()).toEqual(["second"]);
  });

  it("reports the failed statement, rolls back, and leaves the connection usable", async () => {
    const narrow = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: patienceMs });
    const attempt = withTenantDirect(narrow, ours.workspaceId, (tx) =>
      Promise.all([
        tx.$executeRaw`UPDATE workspaces SET name = ${"fourth"} WHERE id = ${ours.workspaceId}::uuid`,
        tx.$executeRaw`SELECT 1 / ${0}::int`,
        tx.$queryRaw`SELECT id FROM workspaces`,
        tx.commit(),
      ]),
    );
    await expect(attempt).rejects.toThrow("division by zero");
    expect(await names()).toEqual(["second"]);
    const after = await withTenantDirect(
      narrow,
      ours.workspaceId,
      (tx) => tx.$queryRaw`SELECT id FROM workspaces`,
    );
    expect(after).toHaveLength(1);
    await narrow.$disconnect();
  });

  it("rolls back a packet that cannot be committed, and rejects everyone who waits for the commit", async () => {
    await database.asOwner("create table kept (id int primary key deferrable initially deferred)");
    await database.asOwner("grant insert, select on kept to penstock_app");
    const add = (...ids: number[]) =>
      withTenantDirect(db, ours.workspaceId, (tx) =>
        Promise.all([...ids.map((id) => tx.$executeRaw`INSERT INTO kept VALUES (${id}::int)`), tx.commit()]),
      );
    await expect(add(1, 2, 2)).rejects.toThrow("duplicate key");
    await add(3);
    expect(await database.asOwner("select id from kept")).toEqual([{ id: 3 }]);
  });

  it("leaves no settings behind, even after a single packet", async () => {
    const narrow = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: patienceMs });
    const look = () =>
      withTenantDirect(narrow, ours.workspaceId, async (tx) => {
        const [rows] = await Promise.all([tx.$queryRaw<object[]>`SELECT id FROM workspaces`, tx.commit()]);
        return rows;
      });
    expect(await look()).toHaveLength(1);
    expect(await narrow.$queryRaw`SELECT id FROM workspaces`).toEqual([]);
    await narrow.$disconnect();
  });

  it("prepares statements again that followed a failed one", async () => {
    const narrow = createDatabase({ url: database.appUrl, poolSize: 1, waitMs: patienceMs });
    const both = (divisor: number) =>
      withTenantDirect(narrow, ours.workspaceId, (tx) =>
        Promise.all([
          tx.$executeRaw`SELECT 2 / ${divisor}::int`,
          tx.$queryRaw<{ id: string }[]>`SELECT id FROM workspaces WHERE name <> ''`,
        ]),
      );
    await expect(both(0)).rejects.toThrow("division by zero");
    await expect(both(0)).rejects.toThrow("division by zero");
    expect((await both(1))[1]).toEqual([{ id: ours.workspaceId }]);
    expect((await both(2))[1]).toEqual([{ id: ours.workspaceId }]);
    await narrow.$disconnect();
  });

  it("rolls back when the work throws before anything has been sent", async () => {
    const attempt = withTenantDirect(db, ours.workspaceId, async (tx) => {
      void tx.$executeRaw`UPDATE workspaces SET name = 'sixth'`.catch(() => undefined);
      throw new Error("at once");
    });
    await expect(attempt).rejects.toThrow("at once");
    expect(await names()).toEqual(["second"]);
  });

  it("reports a lost connection, and takes a fresh one next time", async () => {
    const attempt = withTenantDirect(db, ours.workspaceId, async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await database.asOwner("select pg_terminate_backend($1)", [row?.pid]);
      await tx.$executeRaw`UPDATE workspaces SET name = ${"fifth"} WHERE id = ${ours.workspaceId}::uuid`;
    });
    await expect(attempt).rejects.toBeInstanceOf(ConnectionLostError);
    expect(await names()).toEqual(["second"]);
    const after = await withTenantDirect(
      db,
      ours.workspaceId,
      (tx) => tx.$queryRaw`SELECT id FROM workspaces`,
    );
    expect(after).toHaveLength(1);
  });
});
