import { readFileSync } from "node:fs";
import { join } from "node:path";
import { appRole, engineRole, loginFor, withLogin } from "#appliance/database/login-names.ts";
import { databaseName } from "#appliance/supervisor/database.ts";
import type { Secrets } from "#appliance/supervisor/surroundings/secrets.ts";
import type { Settings } from "#appliance/supervisor/surroundings/settings.ts";

/** The connection URLs of the program's two logins. */
export interface DatabaseAddresses {
  readonly appUrl: string;
  readonly engineUrl: string;
}

/** The connection URLs of the Penstock that runs from the data folder, as its own start-up computed them. */
export function runningDatabase(settings: Settings, secrets: Secrets): DatabaseAddresses {
  const owner = settings.databaseUrl ?? embeddedUrl(settings.home);
  const own: { readonly [name: string]: string | undefined } =
    settings.databaseUrl === null ? {} : process.env;
  return {
    appUrl: own.DATABASE_APP_URL ?? withLogin(owner, loginFor(appRole, secrets.appPassword)),
    engineUrl: own.DATABASE_ENGINE_URL ?? withLogin(owner, loginFor(engineRole, secrets.enginePassword)),
  };
}

function embeddedUrl(home: string): string {
  const port = readFileSync(join(home, "postgres", "port"), "utf8").trim();
  return `postgresql://127.0.0.1:${port}/${databaseName}`;
}
