import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Files that Next would read beside ours, each by another rule: what they say would reach the web process and nobody
 * else.
 */
const others = ["local", "production", "production.local", "development", "development.local"];

/** Checks run the same whatever a checkout's own `.env` says. */
const commandsWithout = new Set(["test", "screenshots", "bench", "vitals"]);

/**
 * What `.env` in the checkout says, for every command that works on an installation. Variables of the shell go first.
 *
 * @param {string} folder the checkout @param {{ node: string, command: string }} options
 * @returns {Record<string, string>}
 * @throws {Error} for a file that Penstock does not read, or that cannot be read
 */
export function readEnvFile(folder, { node, command }) {
  const ignored = others.map((name) => `.env.${name}`).find((name) => existsSync(join(folder, name)));
  if (ignored !== undefined)
    throw new Error(`Penstock reads only .env, not ${ignored}. Move what it says to .env, then remove it.`);
  const path = join(folder, ".env");
  if (commandsWithout.has(command) || !existsSync(path)) return {};
  // This program may run on a Node that has no parser for it yet; the one that was chosen has.
  const script = "JSON.stringify(util.parseEnv(fs.readFileSync(process.argv[1], 'utf8')))";
  const { status, stdout, stderr } = spawnSync(node, ["--print", script, "--", path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${path} cannot be read.\n${stderr}`);
  return JSON.parse(stdout);
}
