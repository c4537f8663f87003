import type { TestDatabase } from "./create-test-database.ts";

/**
 * Rows written, by table and kind: `runs` ▸ `update` ▸ 3. Tables outside of `public` are prefixed with their schema.
 */
export type WriteCounts = { readonly [table: string]: { readonly [kind: string]: number } };

/**
 * Makes the database count each row that is written to the tables of the book and the queue, with a trigger on each. An
 * upsert counts as such, whether or not the row existed. Heartbeats (lease renewals) and the queue's clock are left
 * out: they depend on time and not on work. Returns the function that reads the counts of one piece of work.
 */
export async function countWrites(
  database: TestDatabase,
): Promise<(work: () => Promise<void>) => Promise<WriteCounts>> {
  await database.asOwner(`
    create table public.written (name text not null, kind text not null);
    create function public.count_write() returns trigger language plpgsql security definer as $$
    begin
      insert into public.written values (
        case tg_table_schema when 'public' then tg_table_name else tg_table_schema || '.' || tg_table_name end, case when tg_table_name in ('pipeline_counts', 'cost_days', 'cost_shares') then 'upsert' else lower(tg_op) end);
      return null;
    end $$;
    do $$
    declare it record;
    begin
      for it in select format('%I.%I', schemaname, tablename) as name, tablename from pg_tables
                 where schemaname in ('public', 'system', 'graphile_worker') and tablename <> 'written' loop
        execute format('create trigger zz_count_rows after insert or delete on %s for each row execute function public.count_write()', it.name);
        execute format('create trigger zz_count_updates after update on %s for each row %s execute function public.count_write()', it.name,
          case it.tablename when 'leases' then 'when (old.expires_at = new.expires_at or old.lease_token <> new.lease_token)' else '' end);
      end loop;
    end $$`);
  return async (work) => {
    await database.asOwner("delete from written");
    await work();
    const rows = await database.asOwner<{ name: string; kind: string; count: number }>(
      `select name, kind, count(*)::int as count from written
        where name not like '%known_crontabs' group by 1, 2 order by 1, 2`,
    );
    const counts: { [table: string]: { [kind: string]: number } } = {};
    for (const { name, kind, count } of rows) counts[name] = { ...counts[name], [kind]: count };
    return counts;
  };
}
