import type { Database } from "./driver/client.ts";
import { knownMigrations } from "./known-migrations.ts";

/** The first migration of this build that the database lacks, or that did not finish. Null: it has them all. */
export async function findMissingMigration(db: Database): Promise<string | null> {
  // In two steps: calling a function that does not exist yet would fail.
  const functions = await db.$queryRaw<{ isThere: boolean }[]>`
    SELECT to_regprocedure('system.has_migration(text)') IS NOT NULL AS "isThere"`;
  if (functions[0]?.isThere !== true) return knownMigrations[0];
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${[...knownMigrations]}::text[]) WITH ORDINALITY AS known (name, place)
     WHERE NOT system.has_migration(name) ORDER BY place LIMIT 1`;
  return rows[0]?.name ?? null;
}
