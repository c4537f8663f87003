import type { Database } from "./driver/client.ts";
import { latestMigration } from "./latest-migration.ts";

/** Whether the database answers and has the newest migration that this build knows. */
export async function hasSchema(db: Database): Promise<boolean> {
  // In two steps: a function that is not there yet cannot be called.
  const functions = await db.$queryRaw<{ isThere: boolean }[]>`
    SELECT to_regprocedure('system.has_migration(text)') IS NOT NULL AS "isThere"`;
  if (functions[0]?.isThere !== true) return false;
  const rows = await db.$queryRaw<{ isApplied: boolean }[]>`
    SELECT system.has_migration(${latestMigration}) AS "isApplied"`;
  return rows[0]?.isApplied === true;
}
