import { expect, it } from "vitest";
import { createDatabase } from "#server/db/driver/client.ts";
import { knownMigrations } from "#server/db/known-migrations.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createLogger } from "#server/logger.ts";
import { checkReadiness } from "./check-readiness.ts";

const { db, asOwner } = await createTestDatabase();
const log = createLogger({ level: "silent", service: "test" });
const lacks = (name: string | undefined) => ({
  isReady: false,
  reason: `the database lacks the migration ${name} of this version, or it did not finish: run \`npm run migrate\``,
});

it("is ready with every migration of this version", async () => {
  expect(await checkReadiness({ db, log })).toEqual({ isReady: true });
});

it.each([
  ["the newest", knownMigrations.at(-1)],
  ["one in the middle", knownMigrations[6]],
])(
  "notices that %s migration is missing, has not finished or was rolled back, and names it",
  async (_which, name) => {
    for (const change of ["finished_at = null", "rolled_back_at = now()", "migration_name = 'another'"]) {
      await asOwner(`update _prisma_migrations set ${change} where migration_name = $1`, [name]);
      expect(await checkReadiness({ db, log })).toEqual(lacks(name));
      await asOwner(
        `update _prisma_migrations set finished_at = now(), rolled_back_at = null, migration_name = $1
        where migration_name in ($1, 'another')`,
        [name],
      );
      expect(await checkReadiness({ db, log })).toEqual({ isReady: true });
    }
  },
);

it("reports a database without the check function as not migrated", async () => {
  await asOwner("drop function system.has_migration(text)");
  expect(await checkReadiness({ db, log })).toEqual(lacks(knownMigrations[0]));
});

it("reports a database that does not answer", async () => {
  const nowhere = createDatabase({ url: "postgresql://penstock_app:x@127.0.0.1:1/none", poolSize: 1 });
  expect(await checkReadiness({ db: nowhere, log })).toEqual({
    isReady: false,
    reason: "the database does not answer",
  });
  await nowhere.$disconnect();
});
