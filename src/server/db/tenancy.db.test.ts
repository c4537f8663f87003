import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { withSystem, withTenant, withUser } from "./driver/with-tenant.ts";
import { sqlStateOf } from "./sql-state.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";
import { seedRun } from "./testing/seed-run.ts";
import { seedWorkspace } from "./testing/seed-workspace.ts";

const database = await createTestDatabase();
const { db } = database;

/** The error of a promise that must fail. */
async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error,
  );
}

describe("the catalogue", () => {
  it("has row-level security enabled, forced and with a policy on every table of a workspace", async () => {
    const tables = await database.asOwner<{ name: string; isGuarded: boolean }>(`
      select c.relname as name,
             c.relrowsecurity and c.relforcerowsecurity
               and exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
                           and pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)) as "isGuarded"
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm')
        and (c.relname = 'workspaces'
             or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id'))`);
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((table) => !table.isGuarded)).toEqual([]);
  });

  it("includes the workspace in every key of a workspace's table", async () => {
    const keys = await database.asOwner<{ definition: string }>(`
      select c.conrelid::regclass || ' ' || pg_get_constraintdef(c.oid) as definition
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'workspace_id'
      where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f') and a.attnum <> all (c.conkey)
      order by 1`);
    // People belong to no workspace.
    expect(keys.map((key) => key.definition)).toEqual([
      "api_tokens FOREIGN KEY (user_id) REFERENCES users(id)",
      "invitations FOREIGN KEY (created_by) REFERENCES users(id)",
      "invitations FOREIGN KEY (used_by) REFERENCES users(id)",
      "members FOREIGN KEY (user_id) REFERENCES users(id)",
      "model_prices FOREIGN KEY (set_by) REFERENCES users(id)",
      "provider_keys FOREIGN KEY (owner_user_id) REFERENCES users(id)",
      "runs FOREIGN KEY (started_by_user) REFERENCES users(id)",
      "waits FOREIGN KEY (resolved_by) REFERENCES users(id)",
    ]);
  });

  it("has no view that would run with its owner's rights", async () => {
    const views = await database.asOwner(`
      select relname from pg_class
      where relnamespace in ('public'::regnamespace, 'system'::regnamespace)
        and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))`);
    expect(views).toEqual([]);
  });

  it("gives the program a role that owns nothing and bypasses nothing", async () => {
    const [role] = await database.asOwner(
      `
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
             (select count(*)::int from pg_class where relowner = r.oid) as tables,
             (select string_agg(roleid::regrole::text, ',') from pg_auth_members where member = r.oid) as memberships
      from pg_roles r where rolname = $1`,
      [new URL(database.appUrl).username],
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      tables: 0,
      memberships: "penstock_app",
    });
  });

  it("lets the program neither delete nor truncate what must stay", async () => {
    const tables = await database.asOwner<{ name: string }>(
      `
      select c.oid::regclass::text as name from pg_class c
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'system'::regnamespace)
        and (has_table_privilege($1, c.oid, 'delete') or has_table_privilege($1, c.oid, 'truncate'))
      order by 1`,
      [new URL(database.appUrl).username],
    );
    expect(tables.map((table) => table.name)).toEqual([
      "accounts",
      "budget_windows",
      "budgets",
      "events",
      // Files that nothing refers to.
      "files",
      "idempotency_keys",
      "members",
      "model_prices",
      "run_events",
      "saved_views",
      "secrets",
      "system.due_webhooks",
      "system.ended_runs",
      "system.leases",
      "system.live_triggers",
      "system.open_runs",
      "system.outbox",
      "system.purges",
      "system.rate_limits",
      "system.webhook_notices",
      "test_cases",
      "test_sets",
      "test_verdicts",
      "trigger_firings",
      "trigger_secrets",
      "webhook_deliveries",
      "webhook_endpoints",
      "webhook_secrets",
    ]);
  });
});

describe("a transaction", () => {
  it("sees no rows without a workspace, and none of another's", async () => {
    const { workspaceId } = await seedWorkspace(db);
    await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
    const stranger = workspaceIdSchema.parse(randomUUID());
    expect(await withTenant(db, workspaceId, (tx) => tx.run.count())).toBe(1);
    expect(await withTenant(db, stranger, (tx) => tx.run.count())).toBe(0);
    expect(await withSystem(db, (tx) => tx.run.count())).toBe(0);
    expect(await db.run.count()).toBe(0);
  });

  it("of a person sees only their own workspaces and memberships, and cannot change them", async () => {
    const mine = await seedWorkspace(db);
    const other = await seedWorkspace(db);
    const seen = await withUser(db, mine.userId, async (tx) => ({
      workspaces: await tx.workspace.findMany({ select: { id: true } }),
      members: await tx.member.findMany({ select: { workspaceId: true } }),
      changed: await tx.$executeRaw`update workspaces set name = 'mine now'`,
      promoted: await tx.$executeRaw`update members set role = 'viewer'`,
    }));
    expect(seen).toEqual({
      workspaces: [{ id: mine.workspaceId }],
      members: [{ workspaceId: mine.workspaceId }],
      changed: 0,
      promoted: 0,
    });
    const joining = { workspaceId: other.workspaceId, userId: mine.userId, role: "owner" };
    expect(
      sqlStateOf(await refusal(withUser(db, mine.userId, (tx) => tx.member.create({ data: joining })))),
    ).toBe("42501");
  });

  it("cannot write a row of another workspace, nor move one there", async () => {
    const mine = await seedWorkspace(db);
    const other = await seedWorkspace(db);
    const event = { workspaceId: other.workspaceId, action: "x", subjectType: "x", subjectId: "x" };
    const inserted = withTenant(db, mine.workspaceId, (tx) => tx.auditEvent.create({ data: event }));
    expect(sqlStateOf(await refusal(inserted))).toBe("42501");
    const moved = withTenant(
      db,
      mine.workspaceId,
      (tx) => tx.$executeRaw`update members set workspace_id = ${other.workspaceId}::uuid`,
    );
    expect(sqlStateOf(await refusal(moved))).toBe("42501");
  });

  it("cannot refer to a parent in another workspace, and learns nothing from trying", async () => {
    const mine = await seedWorkspace(db);
    const other = await seedWorkspace(db);
    const foreign = await withTenant(db, other.workspaceId, (tx) => seedRun(tx, other.workspaceId));
    const attach = (runId: string) =>
      withTenant(db, mine.workspaceId, (tx) =>
        tx.runEvent.create({ data: { workspaceId: mine.workspaceId, runId, seq: 1, type: "run.started" } }),
      );
    const ofForeign = await refusal(attach(foreign.runId));
    const ofNothing = await refusal(attach(randomUUID()));
    expect(sqlStateOf(ofForeign)).toBe("23503");
    expect(String(ofForeign)).toBe(String(ofNothing));
  });

  it("may use an id, a slug and a hash that another workspace uses", async () => {
    const mine = await seedWorkspace(db);
    const other = await seedWorkspace(db);
    const run = await withTenant(db, other.workspaceId, (tx) => seedRun(tx, other.workspaceId));
    const data = { id: run.pipelineId, name: "Same", slug: run.pipelineId, draft: {}, draftText: "" };
    await withTenant(db, mine.workspaceId, (tx) =>
      tx.pipeline.create({ data: { workspaceId: mine.workspaceId, ...data } }),
    );
    const names = await withTenant(db, other.workspaceId, (tx) =>
      tx.pipeline.findMany({ select: { name: true } }),
    );
    expect(names).toEqual([{ name: "Test" }]);
  });

  it("cannot change what a run was started with, nor what a token may do", async () => {
    const { workspaceId } = await seedWorkspace(db);
    await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
    const rewrittenRun = withTenant(db, workspaceId, (tx) => tx.$executeRaw`update runs set input = '1'`);
    expect(sqlStateOf(await refusal(rewrittenRun))).toBe("42501");
    const widenedToken = withTenant(
      db,
      workspaceId,
      (tx) => tx.$executeRaw`update api_tokens set scopes = '{}'`,
    );
    expect(sqlStateOf(await refusal(widenedToken))).toBe("42501");
  });

  it("leaves no settings on its connection, whether it commits or fails", async () => {
    const { workspaceId } = await seedWorkspace(db);
    await refusal(withTenant(db, workspaceId, () => Promise.reject(new Error("changed my mind"))));
    const rows = await Promise.all(
      Array.from(
        { length: 20 },
        () => db.$queryRaw`select current_setting('app.workspace_id', true) as setting`,
      ),
    );
    for (const row of rows) expect([[{ setting: null }], [{ setting: "" }]]).toContainEqual(row);
  });
});

it("keeps 2,000 interleaved transactions of ten workspaces apart", async () => {
  const workspaces = await Promise.all(Array.from({ length: 10 }, () => seedWorkspace(db)));
  const expected = new Map(workspaces.map((workspace) => [workspace.workspaceId, 0]));
  let started = 0;
  const foreign: string[] = [];
  const lane = async () => {
    while (started < 2_000) {
      started += 1;
      const own = workspaces[(started * 7) % workspaces.length]?.workspaceId ?? expect.fail();
      const fails = started % 5 === 0;
      const work = withTenant(db, own, async (tx) => {
        await tx.auditEvent.create({
          data: { workspaceId: own, action: "x", subjectType: "x", subjectId: "x" },
        });
        const seen = await tx.auditEvent.findMany({
          distinct: ["workspaceId"],
          select: { workspaceId: true },
        });
        foreign.push(...seen.map((row) => row.workspaceId).filter((id) => id !== own));
        if (fails) throw new Error("rolled back");
      });
      await work.then(
        () => expected.set(own, (expected.get(own) ?? 0) + 1),
        (error: unknown) => expect(error).toEqual(new Error("rolled back")),
      );
    }
  };
  await Promise.all(Array.from({ length: 40 }, lane));
  expect(foreign).toEqual([]);
  for (const [workspaceId, count] of expected) {
    expect(await withTenant(db, workspaceId, (tx) => tx.auditEvent.count())).toBe(count);
  }
});
