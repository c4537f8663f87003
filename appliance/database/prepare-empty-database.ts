import pg from "pg";
import { ensureDatabase } from "./ensure-database.ts";
import { ensureRoles } from "./prepare-roles.ts";

/** What restoring a dump requires: its database, and the roles whose rights it names. */
export async function prepareEmptyDatabase(superuserUrl: string, databaseName: string): Promise<void> {
  await ensureDatabase(superuserUrl, databaseName);
  const owner = new pg.Client({ connectionString: superuserUrl });
  await owner.connect();
  try {
    await ensureRoles(owner);
  } finally {
    await owner.end();
  }
}
