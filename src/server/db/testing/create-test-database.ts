import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { createDatabase, type Database } from "#server/db/driver/client.ts";
import { patienceMs } from "./patience.ts";

/** PostgreSQL's error for a database that still has connections. */
const objectInUse = "55006";

/** One test file's own database, with all migrations. */
export interface TestDatabase {
  /** Connected as the program: `penstock_app`, restricted by row-level security. */
  readonly db: Database;
  readonly appUrl: string;
  readonly engineUrl: string;
  readonly ownerUrl: string;
  /** Runs SQL as the owner, whom row-level security does not restrict: to see what is really stored. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * Clones the migrated template (some 50 ms). Call it at the top of a test file, `const database = await
 * createTestDatabase()`; the clone is dropped after the file's last test.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = pg.escapeIdentifier(new URL(server.templateUrl).pathname.slice(1));
  await onServer(server.templateUrl, `create database ${name} template ${template}`);
  const inClone = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const ownerUrl = inClone(server.templateUrl);
  const appUrl = inClone(server.appUrl);
  const db = createDatabase({ url: appUrl, poolSize: 10, waitMs: patienceMs });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  afterAll(async () => {
    await db.$disconnect();
    await owner.end();
    await dropDatabase(server.templateUrl, name);
  });
  return {
    db,
    appUrl,
    engineUrl: inClone(server.engineUrl),
    ownerUrl,
    asOwner: async (sql, values = []) => (await owner.query(sql, [...values])).rows,
  };
}

/**
 * Not by force: connections that were just closed, or whose processes were killed, may still be closing. PostgreSQL
 * waits five seconds for them.
 */
async function dropDatabase(templateUrl: string, name: string): Promise<void> {
  const giveUpAtMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await onServer(templateUrl, `drop database ${name}`);
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === objectInUse;
      if (!isInUse || Date.now() > giveUpAtMs) throw error;
    }
  }
}

/** From the database `postgres`: nobody may be connected to a template while it is copied. */
async function onServer(templateUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({
    connectionString: Object.assign(new URL(templateUrl), { pathname: "/postgres" }).toString(),
  });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
