import { rmSync } from "node:fs";
import { watchParent } from "#appliance/bootstrap/watch-parent.mjs";

/** Starts Penstock for the browser tests with its own data folder, ignoring the person's environment. */
const home = process.env.PENSTOCK_E2E_HOME;
if (home === undefined)
  throw new Error("PENSTOCK_E2E_HOME says where to keep the data of the browser tests.");
watchParent(() => process.kill(process.pid, "SIGTERM"));
const chosen = /^(DATABASE_|PENSTOCK_|NEXTAUTH_|INNGEST_|GITHUB_|GOOGLE_|FILES_|ENGINE$|HOST$)/;
for (const name of Object.keys(process.env).filter((key) => chosen.test(key))) {
  Reflect.deleteProperty(process.env, name);
}
process.env.PENSTOCK_HOME = home;
try {
  await import("../start.ts");
} finally {
  rmSync(home, { recursive: true, force: true });
}
