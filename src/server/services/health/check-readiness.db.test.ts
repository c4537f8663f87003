import { expect, it } from "vitest";
import { createDatabase } from "#server/db/driver/client.ts";
import { latestMigration } from "#server/db/latest-migration.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createLogger } from "#server/logger.ts";
import { checkReadiness } from "./check-readiness.ts";

const { db, asOwner } = await createTestDatabase();
const log = createLogger({ level: "silent", service: "test" });
const notMigrated = {
  isReady: false,
  reason: "the database lacks the migrations of this version: run `npm run migrate`",
};

it("is ready with every migration of this version", async () => {
  expect(await checkReadiness({ db, log })).toEqual({ isReady: true });
});

it("notices that the newest migration is missing, has not finished or was rolled back", async () => {
  const newest = [latestMigration];
  for (const change of ["finished_at = null", "rolled_back_at = now()"]) {
    await asOwner(`update _prisma_migrations set ${change} where migration_name = $1`, newest);
    expect(await checkReadiness({ db, log })).toEqual(notMigrated);
    await asOwner(
      "update _prisma_migrations set finished_at = now(), rolled_back_at = null where migration_name = $1",
      newest,
    );
  }
  await asOwner("delete from _prisma_migrations where migration_name = $1", newest);
  expect(await checkReadiness({ db, log })).toEqual(notMigrated);
});

it("says of a database from before it could be asked that it is not migrated", async () => {
  await asOwner("drop function system.has_migration(text)");
  expect(await checkReadiness({ db, log })).toEqual(notMigrated);
});

it("says when the database does not answer", async () => {
  const nowhere = createDatabase({ url: "postgresql://penstock_app:x@127.0.0.1:1/none", poolSize: 1 });
  expect(await checkReadiness({ db: nowhere, log })).toEqual({
    isReady: false,
    reason: "the database does not answer",
  });
  await nowhere.$disconnect();
});
