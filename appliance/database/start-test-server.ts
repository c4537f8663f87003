import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyAll } from "./apply-migrations.ts";
import { chooseTestFolder } from "./choose-test-folder.ts";
import { generateClient } from "./generate-client.ts";
import { makeScratchFolder } from "./scratch-folder.ts";
import { spawnPostgres } from "./spawn-postgres.ts";

/** Where database tests find their server; `createTestDatabase` reads it. */
interface TestServer {
  /** The owner's URL of the migrated template that each test database is cloned from. */
  readonly templateUrl: string;
  readonly appUrl: string;
  readonly engineUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

const templateName = "penstock_template";

let stop: () => Promise<void> = async () => undefined;

/**
 * One real PostgreSQL for all database tests of a run: an embedded one, or the server that TEST_DATABASE_URL names with
 * a superuser. That server must be for tests only: its roles penstock_app and penstock_engine get other passwords. It
 * must accept some hundreds of connections, as the embedded one does.
 */
export async function setup(project: TestProject): Promise<void> {
  generateClient();
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) {
    project.provide("testServer", await prepareTemplate(given));
    return;
  }
  const scratch = await makeScratchFolder(await chooseTestFolder());
  const server = await spawnPostgres({ stateFolder: scratch.path, durable: false });
  stop = async () => {
    await server.stop();
    await scratch.remove();
  };
  project.provide("testServer", await prepareTemplate(server.superuserUrl("postgres")));
}

export async function teardown(): Promise<void> {
  await stop();
}

async function prepareTemplate(anyDatabaseUrl: string): Promise<TestServer> {
  await makeDatabaseAnew(anyDatabaseUrl, templateName);
  const template = new URL(anyDatabaseUrl);
  template.pathname = `/${templateName}`;
  const templateUrl = template.toString();
  const { appUrl, engineUrl } = await applyAll({
    ownerUrl: templateUrl,
    appPassword: "app",
    enginePassword: "engine",
  });
  return { templateUrl, appUrl, engineUrl };
}

/** A template from an earlier run may contain migrations that have changed since. */
async function makeDatabaseAnew(anyDatabaseUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: anyDatabaseUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
}
