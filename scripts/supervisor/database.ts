import { applyAll } from "../database/apply-migrations.ts";
import { ensureDatabase } from "../database/ensure-database.ts";
import { spawnPostgres } from "../database/spawn-postgres.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** A database that is up to date, and the two roles' ways into it. */
export interface Database {
  readonly appUrl: string;
  readonly engineUrl: string;
  /** Names of the migrations applied by this start. */
  readonly applied: readonly string[];
  /** The embedded server's process; null for a server of one's own. */
  readonly pid: number | null;
  /** Resolves when the embedded server ended, whoever ended it; never for a server of one's own. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** Where the embedded server keeps everything. */
export const databaseName = "penstock";

/** Starts the embedded PostgreSQL or connects to DATABASE_URL, then applies the migrations that are missing. */
export async function openDatabase(settings: Settings, secrets: Secrets): Promise<Database> {
  const passwords = { appPassword: secrets.appPassword, enginePassword: secrets.enginePassword };
  if (settings.databaseUrl !== null) {
    const { DATABASE_APP_URL: appUrl, DATABASE_ENGINE_URL: engineUrl } = process.env;
    const own = {
      ...(appUrl === undefined ? {} : { appUrl }),
      ...(engineUrl === undefined ? {} : { engineUrl }),
    };
    const external = await applyAll({ ownerUrl: settings.databaseUrl, ...passwords, ...own });
    return { ...external, pid: null, exited: new Promise(() => undefined), stop: async () => undefined };
  }
  const server = await spawnPostgres({ stateFolder: settings.home });
  try {
    await ensureDatabase(server.superuserUrl("postgres"), databaseName);
    const embedded = await applyAll({ ownerUrl: server.superuserUrl(databaseName), ...passwords });
    return { ...embedded, pid: server.pid, exited: server.exited, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
