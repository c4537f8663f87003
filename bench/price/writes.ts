import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "../stage.ts";

/** Server processes report their counts after at most ten seconds of idle time. */
const settleMs = 10_500;

/** The database's work during an action, from PostgreSQL's statistics. */
export interface Writes {
  /** Transactions, including read-only ones. */
  readonly commits: number;
  /** How often one of them waited for the disk. */
  readonly flushes: number;
  /** Write-ahead log, forced to disk: rows, their index entries, and full pages. */
  readonly walBytes: number;
  /** Rows inserted, updated or deleted, by table; largest first. */
  readonly rows: readonly { readonly table: string; readonly count: number }[];
}

interface Totals {
  readonly commits: number;
  readonly flushes: number;
  readonly walBytes: number;
  readonly rows: ReadonlyMap<string, number>;
}

/** Counts the database's work during an action. Nothing else may use it meanwhile. */
export async function writesDuring(stage: Stage, work: () => Promise<void>): Promise<Writes> {
  const before = await read(stage);
  await work();
  const after = await read(stage);
  const rows = [...after.rows].map(([table, total]) => ({
    table,
    count: total - (before.rows.get(table) ?? 0),
  }));
  return {
    commits: after.commits - before.commits,
    flushes: after.flushes - before.flushes,
    walBytes: after.walBytes - before.walBytes,
    rows: rows.filter(({ count }) => count > 0).sort((left, right) => right.count - left.count),
  };
}

async function read({ asOwner }: Stage): Promise<Totals> {
  await sleep(settleMs);
  const [sums] = await asOwner<{ commits: number; flushes: number; walBytes: number }>(
    `select (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits,
            (select sum(fsyncs)::float8 from pg_stat_io where object = 'wal' and backend_type = 'client backend') as flushes,
            (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as "walBytes"`,
  );
  const tables = await asOwner<{ table: string; count: number }>(
    `select relname as table, (n_tup_ins + n_tup_upd + n_tup_del)::float8 as count from pg_stat_user_tables`,
  );
  const rows = new Map(tables.map(({ table, count }) => [table, count]));
  return { commits: sums?.commits ?? 0, flushes: sums?.flushes ?? 0, walBytes: sums?.walBytes ?? 0, rows };
}
