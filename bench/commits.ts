import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "./stage.ts";

/** Backends hand their counts in after a second of quiet at the latest. */
const settleMs = 1_500;

/** Transactions, and how often one of them waited for the disk. */
export interface Commits {
  readonly commits: number;
  readonly flushes: number;
}

/** Counts what the database does while something is done, by PostgreSQL's own statistics. */
export async function countCommits({ asOwner }: Stage, work: () => Promise<void>): Promise<Commits> {
  const read = async () => {
    await sleep(settleMs);
    const [row] = await asOwner<{ commits: number; flushes: number }>(
      `select (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits,
              (select sum(fsyncs)::float8 from pg_stat_io where object = 'wal' and backend_type = 'client backend') as flushes`,
    );
    return row ?? { commits: 0, flushes: 0 };
  };
  const before = await read();
  await work();
  const after = await read();
  return { commits: after.commits - before.commits, flushes: after.flushes - before.flushes };
}
