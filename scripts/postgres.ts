import pg from "pg";
import { withProgress } from "./bootstrap/progress.mjs";
import { ensureDatabase } from "./database/ensure-database.ts";
import { ensureRoles } from "./database/prepare-roles.ts";
import { spawnPostgres } from "./database/spawn-postgres.ts";
import { databaseName } from "./supervisor/database.ts";
import { asStartError } from "./supervisor/describe-fault.ts";
import { prepareHome } from "./supervisor/home-folder.ts";
import { acquireHomeLock } from "./supervisor/home-lock.ts";
import { runUntilStopped, untilAborted } from "./supervisor/run-until-stopped.ts";
import { readSettings } from "./supervisor/settings.ts";
import { StartError } from "./supervisor/start-error.ts";

/** Keeps the embedded PostgreSQL running and nothing else: to load a dump into an empty one, or to look around. */
await runUntilStopped(async (signal) => {
  const settings = readSettings(process.env);
  if (settings.databaseUrl !== null)
    throw new StartError("With DATABASE_URL there is no embedded PostgreSQL to start.");
  prepareHome(settings.home);
  const lock = await acquireHomeLock(settings.home, settings.url);
  try {
    const server = await withProgress("Starting PostgreSQL", () =>
      spawnPostgres({ stateFolder: settings.home }),
    ).catch((cause: unknown) => {
      throw asStartError(cause);
    });
    try {
      await prepareEmpty(server.superuserUrl("postgres"));
      console.log(
        `\nPostgreSQL is ready on 127.0.0.1:${server.port}, database ${databaseName}, user postgres.\n` +
          `Its password is in ${settings.home}/postgres/password. Press Ctrl-C to stop.\n`,
      );
      await Promise.race([untilAborted(signal), server.exited]);
    } finally {
      await server.stop();
    }
    return signal.aborted ? 0 : 1;
  } finally {
    lock.release();
  }
});

/** What a dump needs to find: its database, and the roles whose rights it names. */
async function prepareEmpty(superuserUrl: string): Promise<void> {
  await ensureDatabase(superuserUrl, databaseName);
  const owner = new pg.Client({ connectionString: superuserUrl });
  await owner.connect();
  try {
    await ensureRoles(owner);
  } finally {
    await owner.end();
  }
}
