import type pg from "pg";

/**
 * The content of the schemas that `schema.prisma` knows: one line per column, key, index and foreign key, without
 * constraint names. Of defaults only the presence counts, because there are many ways to write one. Lists count as
 * nullable, because Prisma always makes them so. Partial and expression indexes are left out: the schema cannot express
 * them.
 */
export async function describeCatalogue(client: pg.Client): Promise<readonly string[]> {
  const result = await client.query<{ line: string }>(`
    with tables as (
      select oid, oid::regclass::text as name from pg_class
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'system'::regnamespace) and relname <> '_prisma_migrations'
    )
    select format('%s.%s %s%s%s', t.name, a.attname, format_type(a.atttypid, a.atttypmod),
                  case when a.attnotnull and a.attndims = 0 then ' not null' else '' end,
                  case when a.atthasdef or a.attidentity <> '' then ' default' else '' end) as line
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    union all
    select format('%s %s (%s)', t.name,
                  case when i.indisprimary then 'primary key' when i.indisunique then 'unique' else 'index' end,
                  (select string_agg(pg_get_indexdef(i.indexrelid, k, true)
                                     || case when i.indoption[k - 1] & 1 = 1 then ' desc' else '' end, ', ' order by k)
                   from generate_series(1, i.indnkeyatts) as k))
    from tables t join pg_index i on i.indrelid = t.oid
    where i.indpred is null and i.indexprs is null
    union all
    select format('%s %s', t.name, pg_get_constraintdef(c.oid))
    from tables t join pg_constraint c on c.conrelid = t.oid and c.contype = 'f'
    order by line`);
  return result.rows.map((row) => row.line);
}
