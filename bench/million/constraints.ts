import { escapeIdentifier } from "pg";
import type { Stage } from "../stage.ts";

/**
 * Drops the foreign keys and secondary indexes of these tables, does the work, and recreates them, so that a million
 * rows are checked and sorted together. Recreating them checks all rows.
 */
export async function withoutConstraints(
  stage: Stage,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const keys = await stage.asOwner<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])`,
    [tables],
  );
  const indexes = await stage.asOwner<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index where not indisunique and indrelid = any($1::regclass[])`,
    [tables],
  );
  for (const { table, name } of keys) {
    await stage.asOwner(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  }
  for (const { name } of indexes) await stage.asOwner(`drop index ${name}`);
  await work();
  for (const { definition } of indexes) await stage.asOwner(definition);
  for (const { table, name, definition } of keys) {
    await stage.asOwner(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`);
  }
}
