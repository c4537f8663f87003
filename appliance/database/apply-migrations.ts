import { randomUUID } from "node:crypto";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { appRole, engineRole, loginFor, userOf, withLogin } from "./login-names.ts";
import { type MigrationFile, migrationsFolder, readMigrations } from "./migration-files.ts";
import { closeDatabase, prepareRoles, requireBound } from "./prepare-roles.ts";

export interface RolePasswords {
  readonly appPassword: string;
  readonly enginePassword: string;
}

export interface ApplyOptions extends RolePasswords {
  /** Connects as the owner of the database: a superuser or a role that may create roles. */
  readonly ownerUrl: string;
  /** Given by the operator if an administrator made the logins; otherwise derived from `ownerUrl` and the passwords. */
  readonly appUrl?: string;
  readonly engineUrl?: string;
  /** Another folder of migrations; for tests. */
  readonly folder?: string;
}

export interface AppliedDatabase {
  readonly appUrl: string;
  readonly engineUrl: string;
  /** Names of the migrations that were applied this time. */
  readonly applied: readonly string[];
}

/** The lock that Prisma's own migration commands take, so the two never work at the same time. */
const migrationLock = 72707369;

const oldestServer = 150_000;

/**
 * Brings a database up to date: roles, our migrations, and the job queue's. Each migration is one transaction;
 * repeating it changes nothing. Throws if a recorded migration is missing or was changed, or if the server is older
 * than PostgreSQL 15.
 */
export async function applyAll(options: ApplyOptions): Promise<AppliedDatabase> {
  const owner = new pg.Client({
    connectionString: options.ownerUrl,
    application_name: "penstock migrations",
  });
  await owner.connect();
  try {
    await requireVersion(owner);
    await owner.query("select pg_advisory_lock($1)", [migrationLock]);
    await owner.query("set search_path = public");
    const app = loginFor(appRole, options.appPassword);
    const engine = loginFor(engineRole, options.enginePassword);
    const appUrl = options.appUrl ?? withLogin(options.ownerUrl, app);
    const engineUrl = options.engineUrl ?? withLogin(options.ownerUrl, engine);
    await prepareRoles(owner, {
      app: options.appUrl === undefined ? app : null,
      engine: options.engineUrl === undefined ? engine : null,
    });
    await closeDatabase(owner, [userOf(appUrl), userOf(engineUrl)]);
    await requireBound(appUrl, appRole, "DATABASE_APP_URL");
    await requireBound(engineUrl, engineRole, "DATABASE_ENGINE_URL");
    const applied = await applyOurs(owner, await readMigrations(options.folder ?? migrationsFolder));
    await applyQueue(owner, options.ownerUrl);
    return { appUrl, engineUrl, applied };
  } finally {
    await owner.end();
  }
}

async function requireVersion(owner: pg.Client): Promise<void> {
  const result = await owner.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  const version = result.rows[0];
  if (version === undefined || version.number < oldestServer) {
    throw new Error(
      `Penstock needs PostgreSQL 15 or newer; the server of DATABASE_URL is ${version?.text ?? "unknown"}.`,
    );
  }
}

async function applyOurs(owner: pg.Client, files: readonly MigrationFile[]): Promise<readonly string[]> {
  // Exactly Prisma's own table, so that `prisma migrate deploy` and this can be used in turn.
  await owner.query(`
    create table if not exists _prisma_migrations (
      id                  varchar(36) primary key not null,
      checksum            varchar(64) not null,
      finished_at         timestamptz,
      migration_name      varchar(255) not null,
      logs                text,
      rolled_back_at      timestamptz,
      started_at          timestamptz not null default now(),
      applied_steps_count integer not null default 0
    )`);
  const recorded = await recordedMigrations(owner, files);
  const missing = files.filter((file) => !recorded.has(file.name));
  for (const file of missing) await applyOne(owner, file);
  return missing.map((file) => file.name);
}

async function recordedMigrations(
  owner: pg.Client,
  files: readonly MigrationFile[],
): Promise<ReadonlySet<string>> {
  const result = await owner.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null order by migration_name`,
  );
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of result.rows) {
    const file = byName.get(row.name);
    if (!row.finished)
      throw new Error(
        `The migration ${row.name} began and did not finish; another program was applying it. If all of it is there, set its finished_at in ` +
          "the table _prisma_migrations; if nothing of it is there, delete its row. Then start again.",
      );
    if (file === undefined) {
      throw new Error(
        `The database has the migration ${row.name}, which this version of Penstock does not know. ` +
          "The database belongs to a newer version: start that one.",
      );
    }
    if (file.checksum !== row.checksum) {
      throw new Error(
        `The migration ${row.name} was changed after it had been applied. Restore the file; a change needs a new migration.`,
      );
    }
  }
  return new Set(result.rows.map((row) => row.name));
}

async function applyOne(owner: pg.Client, file: MigrationFile): Promise<void> {
  const startedAt = new Date();
  await owner.query("begin");
  try {
    await owner.query(file.sql);
    await owner.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       values ($1, $2, clock_timestamp(), $3, $4, 1)`,
      [randomUUID(), file.checksum, file.name, startedAt],
    );
    await owner.query("commit");
  } catch (cause) {
    await owner.query("rollback");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The migration ${file.name} failed and changed nothing: ${reason}${hintOf(file, cause)}`,
      {
        cause,
      },
    );
  }
}

/** SQLSTATEs of duplicates: a schema, table, column, object or function. */
const isThere = /^(42P06|42P07|42701|42710|42723)$/;

/** Explains a migration that finds its own work already done. */
function hintOf({ name, checksum }: MigrationFile, cause: unknown): string {
  if (!(cause instanceof pg.DatabaseError) || !isThere.test(cause.code ?? "")) return "";
  return (
    ". It seems to have been applied without being recorded, or its record was removed. If all of it is there, record it again: " +
    `insert into _prisma_migrations (id, migration_name, checksum, finished_at) values (gen_random_uuid(), '${name}', '${checksum}', now())`
  );
}

/**
 * The queue's own migrations run as the role that owns its schema, whichever installation's login works there later.
 * The first time they need CREATE on the database, so that right is lent.
 */
async function applyQueue(owner: pg.Client, ownerUrl: string): Promise<void> {
  const database = pg.escapeIdentifier(owner.database ?? "");
  const installed = await owner.query(
    "select from pg_tables where schemaname = 'graphile_worker' and tablename = 'migrations'",
  );
  const mustLend = installed.rowCount === 0;
  if (mustLend) await owner.query(`grant create on database ${database} to ${engineRole}`);
  const onConnect = async (client: pg.ClientBase) => void (await client.query(`set role ${engineRole}`));
  // A pool of our own: the queue's would still hold a connection when the server is stopped right after, and its error
  // would go uncaught.
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, onConnect });
  const ignore = () => undefined;
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
    if (mustLend) await owner.query(`revoke create on database ${database} from ${engineRole}`);
  }
}
