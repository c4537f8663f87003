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
