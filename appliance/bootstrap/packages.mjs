import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./npm.mjs";
import { repositoryRoot } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

const lockFile = join(repositoryRoot, "package-lock.json");
/** npm's own record of what it installed, written last: it is missing after an interrupted install. */
const installedFile = join(repositoryRoot, "node_modules/.package-lock.json");
const stampFile = join(repositoryRoot, "node_modules/.penstock-lock-hash");

/**
 * Runs `npm ci` unless node_modules is what package-lock.json asks for.
 *
 * @param {{ node: string, environment: NodeJS.ProcessEnv, beforeInstall: () => Promise<void> }} options
 */
export async function ensurePackages({ node, environment, beforeInstall }) {
  const lock = readFileSync(lockFile, "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  if (existsSync(installedFile)) {
    if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return;
    if (isInstalled(JSON.parse(lock).packages, JSON.parse(readFileSync(installedFile, "utf8")).packages)) {
      writeFileSync(stampFile, hash);
      return;
    }
  }
  await beforeInstall();
  await withProgress("Installing packages (npm ci; one to two minutes the first time)", () =>
    // Development packages build and test the application: they are needed whatever NODE_ENV says.
    runNpm(node, ["ci", "--include=dev"], environment),
  );
  writeFileSync(stampFile, hash);
}

/**
 * Whether what npm recorded is what the lock file asks for, so that a contributor's own `npm install` is not done
 * again. Optional packages may be missing: most are for other platforms.
 *
 * @param {Record<string, { version?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function isInstalled(wanted, installed) {
  const missing = Object.entries(wanted).some(([path, entry]) => {
    if (path === "") return false;
    const found = installed[path];
    return found === undefined ? entry.optional !== true : found.version !== entry.version;
  });
  return !missing && Object.keys(installed).every((path) => path in wanted);
}
