import { escapeIdentifier } from "pg";
import type { Stage } from "../stage.ts";

/** The values that differ in a copy: SQL expressions, by column. */
export interface Changes {
  readonly [column: string]: string;
}

/**
 * The statement that copies rows: those of `from` that match `where`, each once per row of `times`. The columns are
 * read from the database, so that copies are complete whatever a migration adds; generated columns are left out.
 */
export async function copyStatement(
  { asOwner }: Stage,
  table: string,
  copies: {
    readonly changes: Changes;
    readonly where: string;
    readonly times: string;
    readonly order: string;
  },
): Promise<string> {
  const { changes, where, times, order } = copies;
  const rows = await asOwner<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
      order by attnum`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const unknown = Object.keys(changes).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`${table} has no column ${unknown.join(", ")} that could be changed.`);
  const columns = names.map((name) => escapeIdentifier(name)).join(", ");
  const values = names.map((name) => changes[name] ?? `source.${escapeIdentifier(name)}`).join(", ");
  return `insert into ${table} (${columns}) select ${values} from (${times}) as made cross join ${table} as source
    where ${where} order by ${order}`;
}
