import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

/** Whose transaction it is. The row-level security policies read these settings; an unset one matches no row. */
export interface TransactionSettings {
  readonly workspaceId: string | null;
  readonly userId: string | null;
}

const current = new AsyncLocalStorage<TransactionSettings>();

/** Every transaction that begins inside `work` carries these settings. */
export function withSettings<Result>(
  settings: TransactionSettings,
  work: () => Promise<Result>,
): Promise<Result> {
  return current.run(settings, work);
}

/**
 * BEGIN together with the settings of the surrounding `withSettings`. They are local to the transaction (`true`), so a
 * pooled connection forgets them at its end, also behind a pooler that shares connections between transactions.
 */
export function beginStatement(): string {
  const settings = current.getStore();
  const statements = ["BEGIN"];
  if (settings?.workspaceId)
    statements.push(`SELECT set_config('app.workspace_id', ${pg.escapeLiteral(settings.workspaceId)}, true)`);
  if (settings?.userId)
    statements.push(`SELECT set_config('app.user_id', ${pg.escapeLiteral(settings.userId)}, true)`);
  return statements.join("; ");
}
