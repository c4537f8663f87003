import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#appliance/supervisor/database.ts";
import { undoAfter } from "#appliance/supervisor/processes/cleanups.ts";
import { StartError } from "#appliance/supervisor/start-error.ts";
import { acquireHomeLock, findRunning } from "#appliance/supervisor/surroundings/home-lock.ts";
import { readSecrets } from "#appliance/supervisor/surroundings/secrets.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { AppError } from "#core/errors.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { runningDatabase } from "./database-addresses.ts";
import { type Installation, withTools } from "./with-tools.ts";

/**
 * Gives an operator's script the use-cases of this data folder's Penstock: on the running database, or on the embedded
 * one, which is started for that time. Meanwhile no other process can start on the folder.
 */
export function withInstallation<Result>(work: (tools: ServiceTools) => Promise<Result>): Promise<Result> {
  return openInstallation((installation) => withTools(installation, work)).catch(explained);
}

/** Reports a use-case's refusal by its message, without a stack. */
function explained(error: unknown): never {
  throw error instanceof AppError ? new StartError(error.message, { cause: error }) : error;
}

async function openInstallation<Result>(
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(process.env);
  if (settings.databaseUrl !== null || findRunning(settings.home) !== null) {
    const secrets = readSecrets(settings.home);
    return work({ settings, secrets, database: runningDatabase(settings, secrets) });
  }
  if (!existsSync(join(settings.home, "postgres"))) {
    throw new StartError(`There is no Penstock in ${settings.home} yet. Start it first: npm start`);
  }
  const lock = await acquireHomeLock(settings.home, settings.url);
  try {
    const secrets = readSecrets(settings.home);
    const database = await openDatabase(settings, secrets);
    lock.noteChild("postgres", database.pid);
    return await undoAfter(
      () => work({ settings, secrets, database }),
      () => database.stop(),
    );
  } finally {
    lock.release();
  }
}
