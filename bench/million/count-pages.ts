import { connectionsOf, createDatabase, type Database } from "#server/db/driver/client.ts";
import type { Stage } from "../stage.ts";

/** A database of one connection, and how many pages of tables and indexes it has read so far. */
export interface CountedDatabase {
  readonly db: Database;
  pages(): Promise<number>;
  close(): Promise<void>;
}

/**
 * The number of pages does not depend on the machine's load. PostgreSQL counts them per process, whether in memory or
 * not, at each access.
 */
export async function countPages({ asOwner, appUrl }: Stage): Promise<CountedDatabase> {
  const db = createDatabase({ url: appUrl, poolSize: 1 });
  const pool = connectionsOf(db);
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid;
  return {
    db,
    async pages() {
      // The process reports its counts at the end of this statement.
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
