import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { rotateAllKeys } from "#server/services/keys/rotate-all-keys.ts";
import { withInstallation } from "./access/with-installation.ts";

/**
 * Re-encrypts all stored provider keys and secrets with the first key of PENSTOCK_KEYRING: `node scripts/bootstrap.mjs
 * rotate-keys`. If it ends with 0, the other keys may be removed from the keyring. `--renew` also gives each workspace
 * a new data key.
 */
await runUntilStopped(async () => {
  const { values } = readCommandLine("rotate-keys");
  let failed = 0;
  await withInstallation(async (tools) => {
    let workspaces = 0;
    for await (const { workspaceId, rewrapped, resealed, failure } of rotateAllKeys(tools, {
      renewDataKey: values.renew,
    })) {
      if (failure !== null) {
        failed += 1;
        console.error(`${workspaceId}: not changed. ${failure}`);
        continue;
      }
      workspaces += 1;
      if (rewrapped + resealed > 0)
        console.log(`${workspaceId}: ${rewrapped} rewrapped, ${resealed} sealed again`);
    }
    console.log(`${workspaces} workspaces use the key ${tools.keyring.current.id}`);
  });
  return failed === 0 ? 0 : 1;
});
