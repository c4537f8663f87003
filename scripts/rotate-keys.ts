import { parseArgs } from "node:util";
import { rotateAllKeys } from "#server/services/keys/rotate-all-keys.ts";
import { runningDatabase } from "./access/database-addresses.ts";
import { withTools } from "./access/with-tools.ts";
import { findRunning } from "./supervisor/home-lock.ts";
import { runUntilStopped } from "./supervisor/run-until-stopped.ts";
import { readSecrets } from "./supervisor/secrets.ts";
import { readSettings } from "./supervisor/settings.ts";
import { StartError } from "./supervisor/start-error.ts";

/**
 * Brings all stored provider keys to the first key of PENSTOCK_KEYRING: `node scripts/bootstrap.mjs rotate-keys`. Afterwards the other
 * keys of the ring may be dropped. `--renew` also gives each workspace a new data key.
 */
await runUntilStopped(async () => {
  const { values } = parseArgs({ options: { renew: { type: "boolean", default: false } } });
  const settings = readSettings(process.env);
  if (settings.databaseUrl === null && findRunning(settings.home) === null) {
    throw new StartError("Penstock is not running from this folder. Start it first: npm start");
  }
  const secrets = readSecrets(settings.home);
  const database = runningDatabase(settings, secrets);
  await withTools({ settings, secrets, database }, async (tools) => {
    let workspaces = 0;
    for await (const { workspaceId, rewrapped, resealed } of rotateAllKeys(tools, {
      renewDataKey: values.renew,
    })) {
      workspaces += 1;
      if (rewrapped + resealed > 0)
        console.log(`${workspaceId}: ${rewrapped} rewrapped, ${resealed} sealed again`);
    }
    console.log(`${workspaces} workspaces use the key ${tools.keyring.current.id}`);
  });
  return 0;
});
