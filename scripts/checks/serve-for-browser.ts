import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts Penstock for the browser tests on a data folder of their own, whatever the person's environment says. */
const chosen = /^(DATABASE_|PENSTOCK_|NEXTAUTH_|INNGEST_|GITHUB_|GOOGLE_|ENGINE$|HOST$)/;
for (const name of Object.keys(process.env).filter((key) => chosen.test(key))) {
  Reflect.deleteProperty(process.env, name);
}
const home = mkdtempSync(join(tmpdir(), "penstock-e2e-"));
process.env.PENSTOCK_HOME = home;
try {
  await import("../start.ts");
} finally {
  rmSync(home, { recursive: true, force: true });
}
