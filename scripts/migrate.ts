import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { openDatabase } from "#appliance/supervisor/database.ts";
import { asStartError } from "#appliance/supervisor/describe-fault.ts";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { prepareHome } from "#appliance/supervisor/surroundings/home-folder.ts";
import { acquireHomeLock } from "#appliance/supervisor/surroundings/home-lock.ts";
import { readSecrets } from "#appliance/supervisor/surroundings/secrets.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";

/** Applies all migrations and exits: for deployments that migrate before they start. */
await runUntilStopped(async () => {
  const settings = readSettings(process.env);
  prepareHome(settings.home);
  const lock = await acquireHomeLock(settings.home, settings.url);
  try {
    const secrets = readSecrets(settings.home);
    const database = await withProgress("Applying migrations", () => openDatabase(settings, secrets)).catch(
      (cause: unknown) => {
        throw asStartError(cause);
      },
    );
    await database.stop();
    const { applied } = database;
    console.log(applied.length === 0 ? "Nothing was missing." : `Applied: ${applied.join(", ")}`);
    return 0;
  } finally {
    lock.release();
  }
});
