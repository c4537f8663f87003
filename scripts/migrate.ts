import { withProgress } from "./bootstrap/progress.mjs";
import { openDatabase } from "./supervisor/database.ts";
import { asStartError } from "./supervisor/describe-fault.ts";
import { prepareHome } from "./supervisor/home-folder.ts";
import { acquireHomeLock } from "./supervisor/home-lock.ts";
import { runUntilStopped } from "./supervisor/run-until-stopped.ts";
import { readSecrets } from "./supervisor/secrets.ts";
import { readSettings } from "./supervisor/settings.ts";

/** Brings the database up to date and does nothing else: for deployments that migrate before they start. */
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
