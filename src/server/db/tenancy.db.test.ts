import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";
import { seedRun } from "./testing/seed-run.ts";
import { seedWorkspace } from "./testing/seed-workspace.ts";
import { withSystem, withTenant, withUser } from "./with-tenant.ts";

const database = await createTestDatabase();
const { db } = database;

describe("the catalogue", () => {
  it("has row-level security enabled, forced and with a policy on every table of a workspace", async () => {
    const tables = await database.asOwner<{
      name: string;
      enabled: boolean;
      forced: boolean;
      policies: number;
    }>(`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
             (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (c.relname = 'workspaces'
             or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped))`);
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((table) => !(table.enabled && table.forced && table.policies > 0))).toEqual([]);
  });
});

describe("a transaction", () => {
  it("without a workspace sees no rows", async () => {
    const { workspaceId } = await seedWorkspace(db);
    await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
    expect(await withSystem(db, (tx) => tx.run.count())).toBe(0);
    expect(await withTenant(db, workspaceId, (tx) => tx.run.count())).toBe(1);
    expect(await withTenant(db, workspaceIdSchema.parse(randomUUID()), (tx) => tx.run.count())).toBe(0);
  });
  it("of a person sees their workspaces", async () => {
    const mine = await seedWorkspace(db);
    await seedWorkspace(db);
    const seen = await withUser(db, mine.userId, (tx) => tx.workspace.findMany({ select: { id: true } }));
    expect(seen).toEqual([{ id: mine.workspaceId }]);
  });
});
