import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runNpm } from "#appliance/bootstrap/npm.mjs";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { withTemporaryFolder } from "./client-package/temporary-folder.ts";
import { writeClientPackage } from "./client-package/write-package.ts";

/** Creates `penstock-client-<version>.tgz` in the checkout, to install in any other project. */
await runUntilStopped(() =>
  withTemporaryFolder(async (folder) => {
    await writeClientPackage(folder);
    await runNpm(process.execPath, ["pack", folder, "--pack-destination", repositoryRoot], process.env);
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      version: string;
    };
    console.log(`penstock-client-${version}.tgz`);
    return 0;
  }),
);
