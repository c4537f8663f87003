import { connectionsOf, createDatabase, type Database } from "#server/db/driver/client.ts";
import type { Stage } from "../stage.ts";

/** A database of one connection, and how many pages of tables and indexes that has read since it began. */
export interface CountedDatabase {
  readonly db: Database;
  pages(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Pages are the same on a busy machine as on a quiet one. PostgreSQL counts them for each of its processes; they count
 * whether they were in memory or not, and each time that they are looked at.
 */
export async function countPages({ asOwner, appUrl }: Stage): Promise<CountedDatabase> {
  const db = createDatabase({ url: appUrl, poolSize: 1 });
  const pool = connectionsOf(db);
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid;
  return {
    db,
    async pages() {
      // The process hands its counts in at the end of this statement.
      await pool.query("select pg_stat_force_next_flush()");
      const [row] = await asOwner<{ pages: number }>(
        "select sum(hits + reads)::float8 as pages from pg_stat_get_backend_io($1) where object = 'relation'",
        [pid],
      );
      return row?.pages ?? Number.NaN;
    },
    close: () => db.$disconnect(),
  };
}
