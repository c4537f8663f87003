import { join } from "node:path";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/**
 * Names that belong to the supervisor, the vendor's SDK or other programs' databases and must not reach a child by
 * accident.
 */
const withheld = /^(ANTHROPIC_|npm_|PG[A-Z]+(_TIMEOUT)?$|DATABASE_URL$|DATABASE_ENGINE_URL$|NODE_ENV$)/;

interface ChildEnvironmentOptions {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly database: { readonly appUrl: string; readonly engineUrl: string };
  readonly nodeEnv: "production" | "development";
}

/** What web and worker share. The owner's address of the database stays with the supervisor. */
export function childEnvironment(
  current: NodeJS.ProcessEnv,
  options: ChildEnvironmentOptions,
): NodeJS.ProcessEnv {
  const { settings, secrets, database, nodeEnv } = options;
  const inherited = Object.fromEntries(Object.entries(current).filter(([name]) => !withheld.test(name)));
  return {
    ...inherited,
    NODE_ENV: nodeEnv,
    NEXT_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    // Next would read .env once more, including what is withheld here: the bootstrap has read it for all.
    __NEXT_PROCESSED_ENV: "true",
    PORT: String(settings.port),
    PENSTOCK_URL: settings.url,
    ENGINE: settings.engine,
    DATABASE_APP_URL: database.appUrl,
    PENSTOCK_KEYRING: current.PENSTOCK_KEYRING ?? secrets.keyring,
    NEXTAUTH_SECRET: current.NEXTAUTH_SECRET ?? secrets.nextAuthSecret,
    FILES_FOLDER: current.FILES_FOLDER ?? join(settings.home, "files"),
  };
}

/** Only the worker may reach the queue's tables. */
export function workerEnvironment(
  current: NodeJS.ProcessEnv,
  options: ChildEnvironmentOptions,
): NodeJS.ProcessEnv {
  return { ...childEnvironment(current, options), DATABASE_ENGINE_URL: options.database.engineUrl };
}
