import { createHash, randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, inject, it } from "vitest";
import { applyAll } from "./apply-migrations.ts";
import { migrationsFolder, readMigrations } from "./migration-files.ts";

const { templateUrl } = inject("testServer");
const passwords = { appPassword: "app", enginePassword: "engine" };
const databases: string[] = [];
const folder = await mkdtemp(join(tmpdir(), "penstock-migrations-"));
await cp(migrationsFolder, folder, { recursive: true });

afterAll(async () => {
  for (const name of databases) await run("postgres", `drop database ${name}`);
  await rm(folder, { recursive: true });
});

const urlOf = (name: string) => Object.assign(new URL(templateUrl), { pathname: `/${name}` }).toString();

async function run<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(owner?: string): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await run("postgres", `create database ${name}${owner === undefined ? "" : ` owner ${owner}`}`);
  databases.push(name);
  return name;
}

it("applies each migration once, however often it is called, also at the same time", async () => {
  const name = await emptyDatabase();
  const options = { ownerUrl: urlOf(name), ...passwords };
  const both = await Promise.all([applyAll(options), applyAll(options)]);
  const all = (await readMigrations(migrationsFolder)).map((file) => file.name);
  expect(both.flatMap((result) => result.applied)).toEqual(all);
  expect((await applyAll(options)).applied).toEqual([]);
});

it("records what Prisma records", async () => {
  const name = await emptyDatabase();
  await applyAll({ ownerUrl: urlOf(name), ...passwords });
  const rows = await run<{ migration_name: string; checksum: string; id: string }>(
    name,
    "select *, finished_at >= started_at as ordered from _prisma_migrations order by migration_name",
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    const bytes = await readFile(join(migrationsFolder, row.migration_name, "migration.sql"));
    expect(row).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash("sha256").update(bytes).digest("hex"),
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
      ordered: true,
    });
  }
});

it("refuses a migration that was changed, or that it does not know, and then changes nothing", async () => {
  const name = await emptyDatabase();
  const options = { ownerUrl: urlOf(name), ...passwords, folder };
  await applyAll(options);
  const [first] = await readMigrations(folder);
  const file = join(folder, first?.name ?? "", "migration.sql");
  await writeFile(file, `${first?.sql}\n-- an afterthought`);
  await expect(applyAll(options)).rejects.toThrow(
    `The migration ${first?.name} was changed after it had been applied`,
  );
  await rm(join(folder, first?.name ?? ""), { recursive: true });
  await expect(applyAll(options)).rejects.toThrow(`The database has the migration ${first?.name}`);
});

it("leaves nothing of a migration that fails", async () => {
  const name = await emptyDatabase();
  const broken = await mkdtemp(join(tmpdir(), "penstock-broken-"));
  await cp(migrationsFolder, broken, { recursive: true });
  await cp(
    join(migrationsFolder, (await readMigrations(migrationsFolder))[0]?.name ?? ""),
    join(broken, "29990101000000_x"),
    {
      recursive: true,
    },
  );
  await writeFile(join(broken, "29990101000000_x", "migration.sql"), "create table half (); select 1/0;");
  const failed = applyAll({ ownerUrl: urlOf(name), ...passwords, folder: broken });
  await expect(failed).rejects.toThrow(
    "The migration 29990101000000_x failed and changed nothing: division by zero",
  );
  expect(await run(name, "select to_regclass('half')")).toEqual([{ to_regclass: null }]);
  expect(await run(name, "select from _prisma_migrations where migration_name like '2999%'")).toEqual([]);
  await rm(broken, { recursive: true });
});

it("says how a gap in the list is filled, and what to look at where a migration did not finish", async () => {
  const name = await emptyDatabase();
  const options = { ownerUrl: urlOf(name), ...passwords };
  await applyAll(options);
  await run(name, "delete from _prisma_migrations where migration_name like '%_version_text'");
  const told = await applyAll(options).catch((error: unknown) => String(error));
  expect(told).toMatch(
    /failed and changed nothing: column .* already exists\. .* record it again: insert into/,
  );
  await run(name, /insert into .*$/.exec(String(told))?.[0] ?? "");
  expect((await applyAll(options)).applied).toEqual([]);
  await run(name, "update _prisma_migrations set finished_at = null where migration_name like '%_guards'");
  await expect(applyAll(options)).rejects.toThrow(/_guards began and did not finish; .* delete its row/);
});

/** What a run had left behind when each node had an `iteration`, which was 0 everywhere. */
const rowsWithIteration = `
  set session_replication_role = replica;
  with ids as (select gen_random_uuid() as workspace, gen_random_uuid() as run, gen_random_uuid() as budget),
  nodes as (insert into node_runs (workspace_id, run_id, node_id, iteration, node_type) select workspace, run, n, 0, 'agent' from ids, unnest(array['a', 'b']) n),
  tries as (insert into attempts (workspace_id, run_id, node_id, iteration, number, lease_token, worker_id)
            select workspace, run, 'a', 0, n, gen_random_uuid(), 'w' from ids, generate_series(1, 2) n),
  ended as (insert into waits (id, workspace_id, run_id, node_id, iteration, kind, title, arguments_hash, ending, resolved_at)
            select gen_random_uuid(), workspace, run, 'b', 0, 'time', 't', 'h', 'elapsed', now() from ids),
  open as (insert into waits (id, workspace_id, run_id, node_id, iteration, kind, title, arguments_hash)
           select gen_random_uuid(), workspace, run, 'b', 0, 'time', 't', 'h' from ids),
  lines as (insert into run_events (workspace_id, run_id, seq, type, node_id, iteration) select workspace, run, 1, 'node.started', 'a', 0 from ids),
  held as (insert into budget_entries (workspace_id, run_id, node_id, iteration, attempt, budget_id, window_key, reserved_micros)
           select workspace, run, 'a', 0, n, budget, 'all', 5 from ids, generate_series(1, 2) n),
  booked as (insert into ledger_entries (workspace_id, run_id, node_id, iteration, attempt, kind, provider, model)
             select workspace, run, 'a', 0, 1, 'reserve', 'sandbox', 'brief' from ids)
  insert into system.leases (run_id, node_id, iteration, attempt, workspace_id, lease_token, worker_id, expires_at)
  select run, 'a', 0, n, workspace, gen_random_uuid(), 'w', now() from ids, generate_series(1, 2) n;
  set session_replication_role = origin;`;

it("takes a database over that has runs, whose nodes get their new keys", async () => {
  const name = await emptyDatabase();
  const older = await mkdtemp(join(tmpdir(), "penstock-older-"));
  const files = await readMigrations(migrationsFolder);
  const before = files.slice(
    0,
    files.findIndex((file) => file.name.endsWith("_node_keys")),
  );
  for (const file of before)
    await cp(join(migrationsFolder, file.name), join(older, file.name), { recursive: true });
  await applyAll({ ownerUrl: urlOf(name), ...passwords, folder: older });
  await rm(older, { recursive: true });
  await run(name, rowsWithIteration);
  await applyAll({ ownerUrl: urlOf(name), ...passwords });

  const again = (table: string, change = "") =>
    run(
      name,
      `insert into ${table} select (jsonb_populate_record(t, '{${change}}')).* from ${table} t limit 1`,
    ).then(
      () => "taken",
      (error: unknown) => (error instanceof pg.DatabaseError ? error.code : error),
    );
  const twice = "23505";
  // Columns that the database computes are in the way of a copy of a node run.
  const node =
    "insert into node_runs (workspace_id, run_id, node_id, node_type) select workspace_id, run_id, node_id, node_type from node_runs";
  await expect(run(name, node)).rejects.toMatchObject({ code: twice, constraint: "node_runs_pkey" });
  for (const table of ["attempts", "budget_entries", "system.leases"])
    expect(await again(table), table).toBe(twice);
  const open = "from waits where ending is null";
  await expect(
    run(
      name,
      `insert into waits select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid()))).* ${open.replace("waits", "waits w")}`,
    ),
  ).rejects.toMatchObject({ code: twice, constraint: "waits_open_key" });
  expect(await again("attempts", '"node_id": "unknown"')).toBe("23503");
  expect(await run(name, "select from pg_constraint where not convalidated")).toEqual([]);
  expect(
    await run(name, "select distinct attname from pg_attribute where attname like '%iteration%'"),
  ).toEqual([{ attname: "parent_iteration" }]);
  await run(name, "delete from node_runs");
  expect(
    await run(
      name,
      "select (select count(*) from attempts)::int as attempts, (select count(*) from waits)::int as waits",
    ),
  ).toEqual([{ attempts: 0, waits: 0 }]);
});

it("tells an owner who may not create roles what an administrator must do", async () => {
  await run("postgres", "create role modest_owner login password 'modest'");
  const name = await emptyDatabase("modest_owner");
  const ownerUrl = Object.assign(new URL(urlOf(name)), {
    username: "modest_owner",
    password: "modest",
  }).toString();
  const refused = applyAll({ ownerUrl, appPassword: "another", enginePassword: "another" });
  await expect(refused).rejects.toThrow(/DATABASE_URL may not .* An administrator can, once:/);
});

const tries = async (url: string, sql = "select 1"): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(sql);
    return "works";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

it("keeps two installations on one server apart, also when they start at the same time", async () => {
  const [first, second] = [await emptyDatabase(), await emptyDatabase()];
  const [one, two] = await Promise.all([
    applyAll({ ownerUrl: urlOf(first), appPassword: "one", enginePassword: "one" }),
    applyAll({ ownerUrl: urlOf(second), appPassword: "two", enginePassword: "two" }),
  ]);
  for (const url of [one.appUrl, one.engineUrl, two.appUrl, two.engineUrl])
    expect(await tries(url)).toBe("works");
  const elsewhere = (url: string, name: string) =>
    Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  for (const url of [elsewhere(one.appUrl, second), elsewhere(two.engineUrl, first)])
    expect(await tries(url)).toMatch(/^permission denied for database/);
});

it("gives the logins the rights of their roles and none beyond", async () => {
  const name = await emptyDatabase();
  const { appUrl, engineUrl } = await applyAll({ ownerUrl: urlOf(name), ...passwords });
  expect(await tries(appUrl, "select from users")).toBe("works");
  expect(await tries(engineUrl, "select graphile_worker.add_job('x')")).toBe("works");
  expect(await tries(appUrl, "select from graphile_worker.jobs")).toMatch(/permission denied/);
  expect(await tries(engineUrl, "select from users")).toMatch(/permission denied/);
  expect(await tries(appUrl, "alter table runs disable row level security")).toMatch(/must be owner/);
  const [bound] = await run(
    name,
    `select bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) as strong, bool_or(rolcanlogin) as login
     from pg_roles where rolname in ('penstock_app', 'penstock_engine')`,
  );
  expect(bound).toEqual({ strong: false, login: false });
});

it("takes logins that an administrator made, and refuses those that row-level security does not bind", async () => {
  const name = await emptyDatabase();
  await run(
    "postgres",
    "create role made_app login password 'a'; create role made_engine login password 'e'",
  );
  const as = (user: string, password: string) =>
    Object.assign(new URL(urlOf(name)), { username: user, password }).toString();
  const given = { appUrl: as("made_app", "a"), engineUrl: as("made_engine", "e") };
  const options = { ownerUrl: urlOf(name), ...passwords };
  await expect(applyAll({ ...options, ...given })).rejects.toThrow(
    'The role "made_app" of DATABASE_APP_URL lacks the rights of penstock_app. An administrator must run: grant',
  );
  await run("postgres", "grant penstock_app to made_app; grant penstock_engine to made_engine");
  expect(await applyAll({ ...options, ...given })).toMatchObject(given);

  await expect(applyAll({ ...options, ...given, appUrl: urlOf(name) })).rejects.toThrow(
    /of DATABASE_APP_URL is or can become a role that bypasses row-level security/,
  );
});
