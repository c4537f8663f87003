import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createDatabase } from "#server/db/driver/client.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listen } from "#server/db/listen.ts";
import { applyAll } from "./apply-migrations.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { withLogin } from "./login-names.ts";
import { type PostgresServer, spawnPostgres } from "./spawn-postgres.ts";

let stateFolder: string;
let server: PostgresServer;
let appUrl: string;

beforeAll(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), "penstock-spawn-"));
  server = await spawnPostgres({ stateFolder });
});

afterAll(async () => {
  await server.stop();
  await rm(stateFolder, { recursive: true, force: true });
});

/** Where the server runs as another user, its folder lies one deeper. */
function dataFolder(): string {
  const folder = join(stateFolder, "postgres");
  return join(folder, existsSync(join(folder, "home")) ? "home" : ".", "data");
}

/** Throws until a server has begun to start. */
function postmasterPid(): number {
  const pid = Number(readFileSync(join(dataFolder(), "postmaster.pid"), "utf8").split("\n")[0]);
  if (!(pid > 0)) throw new Error("no server yet");
  return pid;
}

async function query<Row extends pg.QueryResultRow>(
  sql: string,
  database = "postgres",
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: server.superuserUrl(database) });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("speaks UTF-8, sorts the same everywhere, writes to disk, and lets nobody in without a password", async () => {
  const [row] = await query(`
    select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
           current_setting('listen_addresses') as addresses, current_setting('TimeZone') as zone, lower('ÄÖ') as lower,
           (select datlocale from pg_database where datname = 'postgres') as locale`);
  expect(row).toEqual({
    encoding: "UTF8",
    fsync: "on",
    addresses: "127.0.0.1",
    zone: "UTC",
    lower: "äö",
    locale: "C.UTF-8",
  });
  const intruder = new pg.Client({
    host: "127.0.0.1",
    port: server.port,
    user: "postgres",
    password: "guess",
  });
  await expect(intruder.connect()).rejects.toThrow("password authentication failed");
});

it("keeps what it holds from other people of the machine", async () => {
  for (const path of [
    stateFolder,
    join(stateFolder, "postgres"),
    join(stateFolder, "postgres", "password"),
  ]) {
    expect((await stat(path)).mode & 0o007, path).toBe(0);
  }
});

it("refuses to start what a living process looks after", async () => {
  await expect(spawnPostgres({ stateFolder })).rejects.toThrow(`in use by process ${process.pid}`);
});

it("is prepared by an owner who is not a superuser and may create roles", async () => {
  await query("create role plain_owner login createrole password 'plain'");
  await ensureDatabase(server.superuserUrl("postgres"), "penstock");
  await query("alter database penstock owner to plain_owner");
  const ownerUrl = withLogin(server.superuserUrl("penstock"), { user: "plain_owner", password: "plain" });
  const first = await applyAll({ ownerUrl, appPassword: "first", enginePassword: "engine" });
  expect(first.applied.length).toBeGreaterThan(2);
  ({ appUrl } = await applyAll({ ownerUrl, appPassword: "app", enginePassword: "engine" }));
});

it("serves programs that stayed connected, with all they had committed, after a kill -9 in the middle of writes", async () => {
  const db = createDatabase({ url: appUrl, poolSize: 4 });
  const onReconnect = vi.fn();
  const listener = await listen({ url: appUrl, onReconnect });
  const committed: string[] = [];
  let failures = 0;
  const write = async (index: number) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    await withSystem(db, (tx) => tx.openRun.create({ data: { runId: id, workspaceId: id } })).then(
      () => committed.push(id),
      () => {
        failures += 1;
      },
    );
  };
  const writing = Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (let index = lane; failures < 4 && index < 100_000; index += 4) await write(index);
    }),
  );
  await vi.waitFor(() => expect(committed.length).toBeGreaterThan(100), { timeout: 30_000 });
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  await writing;

  const { port } = server;
  server = await spawnPostgres({ stateFolder });
  expect(server.port).toBe(port);
  const rows = await withSystem(db, (tx) => tx.openRun.findMany({ select: { runId: true } }));
  const present = new Set(rows.map((row) => row.runId));
  expect(committed.filter((id) => !present.has(id))).toEqual([]);
  await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledOnce(), { timeout: 30_000 });
  await listener.close();
  await db.$disconnect();
});

it("is started again when it is killed before it takes connections, and says why when that does not help", async () => {
  await server.stop();
  const starting = spawnPostgres({ stateFolder });
  const firstPid = await vi.waitFor(() => postmasterPid(), { interval: 1, timeout: 30_000 });
  process.kill(firstPid, "SIGKILL");
  server = await starting;
  expect(server.pid).not.toBe(firstPid);
  expect(await query("select 1 as one")).toEqual([{ one: 1 }]);

  await server.stop();
  const control = join(dataFolder(), "global", "pg_control");
  await rename(control, `${control}.away`);
  await expect(spawnPostgres({ stateFolder })).rejects.toThrow(/it ended \(exit code \d\).*pg_control/s);
  await rename(`${control}.away`, control);
  server = await spawnPostgres({ stateFolder });
});

it("can be stopped when it was killed a moment before", async () => {
  process.kill(server.pid, "SIGKILL");
  await server.stop();
  server = await spawnPostgres({ stateFolder });
  expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
});

it("refuses data of another major version and says what to do", async () => {
  await server.stop();
  const file = join(dataFolder(), "PG_VERSION");
  const ours = await readFile(file, "utf8");
  await writeFile(file, "14\n");
  await expect(spawnPostgres({ stateFolder })).rejects.toThrow(
    /was written by PostgreSQL 14; this Penstock brings PostgreSQL \d+, .*docs\/operations\.md/,
  );
  await writeFile(file, ours);
  server = await spawnPostgres({ stateFolder });
});

/** Starts the server from a process of its own, which is killed; resolves to the server's pid. */
async function startFromKilledParent(options: { readonly guarded: boolean }): Promise<number> {
  await server.stop();
  const script = `import { spawnPostgres } from ${JSON.stringify(join(import.meta.dirname, "spawn-postgres.ts"))};
    const server = await spawnPostgres(${JSON.stringify({ stateFolder, ...options })});
    console.log(server.pid);`;
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const orphan = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (text) => resolve(Number(text))),
  );
  parent.kill("SIGKILL");
  await new Promise((resolve) => parent.once("exit", resolve));
  return orphan;
}

it("takes over from a parent that was killed and left its server running", async () => {
  const orphan = await startFromKilledParent({ guarded: false });
  expect(() => process.kill(orphan, 0)).not.toThrow();

  server = await spawnPostgres({ stateFolder });
  expect(server.pid).not.toBe(orphan);
  expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
});

it("ends with the process that looks after it, also after kill -9", async () => {
  const orphan = await startFromKilledParent({ guarded: true });
  await vi.waitFor(() => expect(() => process.kill(orphan, 0)).toThrow("ESRCH"), { timeout: 20_000 });
  server = await spawnPostgres({ stateFolder });
});

it("is not held up when the pid of a killed server belongs to another program now", async () => {
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  const file = join(dataFolder(), "postmaster.pid");
  const [, ...rest] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, [process.pid, ...rest].join("\n"));
  server = await spawnPostgres({ stateFolder });
  expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
});
