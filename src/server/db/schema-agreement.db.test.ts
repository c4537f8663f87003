import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "./testing/create-test-database.ts";
import { describeCatalogue } from "./testing/describe-catalogue.ts";
import { schemaToSql } from "./testing/schema-to-sql.ts";
import { writtenStatements } from "./testing/written-statements.ts";

const database = await createTestDatabase();

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

it("gets from its migrations exactly the tables, keys and indexes that schema.prisma describes", async () => {
  const migrated = await connected(database.ownerUrl, describeCatalogue);
  const wanted = await connected(database.ownerUrl, async (client) => {
    // In a transaction that is rolled back: the migrated tables are dropped and come back.
    await client.query("begin; drop schema public cascade; drop schema system cascade; create schema public");
    await client.query(await schemaToSql(database.ownerUrl));
    return describeCatalogue(client);
  });
  expect(wanted.length).toBeGreaterThan(200);
  expect(migrated).toEqual(wanted);
});

it("can prepare every statement that the program writes", async () => {
  const statements = writtenStatements();
  expect(statements.length).toBeGreaterThan(80);
  const faults = await connected(database.appUrl, async (client) => {
    const found: string[] = [];
    for (const [index, { file, text }] of statements.entries()) {
      await client.query(`prepare s${index} as ${text}`).catch((error: unknown) => {
        found.push(`${file}: ${String(error)} in ${text}`);
      });
    }
    return found;
  });
  expect(faults).toEqual([]);
});
