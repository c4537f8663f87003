import pg from "pg";
import { appRole, engineRole } from "./login-names.ts";

/**
 * Does what only some owners may do, and says what an administrator must do if this one may not; null says it
 * immediately. Errors with the given codes count as done: another start was faster.
 */
export async function asAdministrator(
  owner: pg.Client,
  sql: string | null,
  doneCodes: readonly string[] = [],
): Promise<void> {
  if (sql === null) throw new Error(administratorNeeded(owner));
  try {
    await owner.query(sql);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError)) throw cause;
    if (doneCodes.includes(cause.code ?? "")) return;
    if (cause.code !== "42501") throw cause;
    throw new Error(administratorNeeded(owner), { cause });
  }
}

function administratorNeeded(owner: pg.Client): string {
  const name = pg.escapeIdentifier(owner.user ?? "");
  const database = pg.escapeIdentifier(owner.database ?? "");
  return [
    `The role ${name} of DATABASE_URL may not prepare the roles that Penstock needs. An administrator can, once:`,
    `  create role ${appRole} nologin;     -- unless the server has it already`,
    `  create role ${engineRole} nologin;  -- unless the server has it already`,
    `  grant ${engineRole} to ${name};`,
    `  create role my_app login password '<one password>' in role ${appRole};`,
    `  create role my_engine login password '<another password>' in role ${engineRole};`,
    `  revoke connect on database ${database} from public;`,
    `  grant connect on database ${database} to ${name}, my_app, my_engine;`,
    "Then set DATABASE_APP_URL and DATABASE_ENGINE_URL to the same database with these users and passwords, and start again.",
  ].join("\n");
}
