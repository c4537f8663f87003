import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { repositoryRoot } from "./paths.mjs";

/**
 * Runs npm quietly under the given Node; rejects with what npm printed when it fails.
 *
 * @param {string} node @param {string[]} args @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<void>}
 */
export function runNpm(node, args, environment) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  return new Promise((resolve, reject) => {
    const child = spawn(node, [npmProgram(environment), ...args, ...quiet], {
      cwd: repositoryRoot,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed = (printed + chunk).slice(-20_000);
      });
    }
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args[0]} failed.\n${printed.trim()}`));
    });
  });
}

/**
 * npm's own program as JavaScript, so that it runs under the Node we choose: npm tells it to its scripts, or it is on
 * PATH.
 */
function npmProgram(environment) {
  const told = environment.npm_execpath;
  if (told?.endsWith("npm-cli.js") && existsSync(told)) return told;
  const folders = [dirname(process.execPath), ...(environment.PATH ?? "").split(delimiter)];
  for (const folder of folders) {
    const candidates = [join(folder, "npm"), join(folder, "node_modules/npm/bin/npm-cli.js")].filter(
      existsSync,
    );
    const program = candidates.map((path) => realpathSync(path)).find((path) => path.endsWith("npm-cli.js"));
    if (program !== undefined) return program;
  }
  throw new Error("npm was not found on PATH. Install Node with npm (https://nodejs.org) and try again.");
}
