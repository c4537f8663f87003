import type { Database } from "./client.ts";

/**
 * Whether the database answers and holds what the migrations make, told by objects of the first and the last of them: the program's role
 * may not read the list of migrations.
 */
export async function hasSchema(db: Database): Promise<boolean> {
  const rows = await db.$queryRaw<{ isThere: boolean }[]>`
    SELECT to_regclass('public.runs') IS NOT NULL
       AND to_regprocedure('system.dispatch_jobs(jsonb)') IS NOT NULL AS "isThere"`;
  return rows[0]?.isThere === true;
}
