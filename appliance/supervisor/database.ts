import pg from "pg";
import { applyAll, type RolePasswords } from "../database/apply-migrations.ts";
import { ensureDatabase } from "../database/ensure-database.ts";
import { spawnPostgres } from "../database/spawn-postgres.ts";
import { undoTelling } from "./processes/cleanups.ts";
import type { Secrets } from "./surroundings/secrets.ts";
import type { Settings } from "./surroundings/settings.ts";

/** A database that is up to date, and the addresses of the two roles. */
export interface RunningDatabase {
  readonly appUrl: string;
  readonly engineUrl: string;
  /** Names of the migrations applied by this start. */
  readonly applied: readonly string[];
  /** The embedded server's process; null for an external server. */
  readonly pid: number | null;
  /** Resolves when the embedded server ended, whatever ended it; never for an external server. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** Where the embedded server keeps everything. */
export const databaseName = "penstock";

const attemptsToPrepare = 3;

/** Starts the embedded PostgreSQL or connects to DATABASE_URL, then applies missing migrations. */
export async function openDatabase(settings: Settings, secrets: Secrets): Promise<RunningDatabase> {
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
  return openEmbedded(settings.home, passwords);
}

/** A server that dies while it is being prepared is started again, a few times. */
async function openEmbedded(home: string, passwords: RolePasswords, attempt = 1): Promise<RunningDatabase> {
  const server = await spawnPostgres({ stateFolder: home });
  try {
    await ensureDatabase(server.superuserUrl("postgres"), databaseName);
    const embedded = await applyAll({ ownerUrl: server.superuserUrl(databaseName), ...passwords });
    return { ...embedded, pid: server.pid, exited: server.exited, stop: () => server.stop() };
  } catch (error) {
    await undoTelling(() => server.stop(), console.error);
    if (attempt >= attemptsToPrepare || !isConnectionLoss(error)) throw error;
    return openEmbedded(home, passwords, attempt + 1);
  }
}

/** Connection errors carry no SQLSTATE, or one of a server that is shutting down. */
function isConnectionLoss(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return !(cause instanceof pg.DatabaseError) || /^(08|57P)/.test(cause.code ?? "");
}
