import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { prepareEmptyDatabase } from "#appliance/database/prepare-empty-database.ts";
import { spawnPostgres } from "#appliance/database/spawn-postgres.ts";
import { databaseName } from "#appliance/supervisor/database.ts";
import { asStartError } from "#appliance/supervisor/describe-fault.ts";
import { undoAfter } from "#appliance/supervisor/processes/cleanups.ts";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { StartError } from "#appliance/supervisor/start-error.ts";
import { prepareHome } from "#appliance/supervisor/surroundings/home-folder.ts";
import { acquireHomeLock } from "#appliance/supervisor/surroundings/home-lock.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";

/** Runs only the embedded PostgreSQL: to load a dump into an empty one, or to look around. */
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
    const keep = async () => {
      await prepareEmptyDatabase(server.superuserUrl("postgres"), databaseName);
      console.log(
        `\nPostgreSQL is ready on 127.0.0.1:${server.port}, database ${databaseName}, user postgres.\n` +
          `Its password is in ${settings.home}/postgres/password. Press Ctrl-C to stop.\n`,
      );
      await Promise.race([untilAborted(signal), server.exited]);
    };
    await undoAfter(keep, () => server.stop());
    return signal.aborted ? 0 : 1;
  } finally {
    lock.release();
  }
});
