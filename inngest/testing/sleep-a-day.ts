import { freeze } from "./freeze.ts";
import type { StageDatabase } from "./set-stage.ts";
import type { WorkerProcess } from "./worker-process.ts";

/**
 * The machine sleeps for a day: its processes stand still, timers that count how long they have run among them, and
 * when they go on, everything that the database knows is a day older.
 */
export async function sleepADay(database: StageDatabase, workers: readonly WorkerProcess[]): Promise<void> {
  for (const worker of workers) await freeze(worker, database);
  await database.asOwner(aDayOlder);
  for (const worker of workers) worker.signal("SIGCONT");
}

/** Without the guards of the rows: what has ended is older, too. */
const aDayOlder = `do $$
  declare each record;
  begin
    set local session_replication_role = replica;
    for each in
      select format('update %s set %s', a.attrelid::regclass,
                    string_agg(format('%1$I = %1$I - interval ''1 day''', a.attname), ', ')) as change
        from pg_attribute a join pg_class c on c.oid = a.attrelid
       where a.atttypid = 'timestamptz'::regtype and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         and c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'system', 'graphile_worker')
       group by a.attrelid
    loop execute each.change; end loop;
  end $$`;
