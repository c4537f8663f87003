import { delimiter, dirname } from "node:path";
import { compileCacheFolder } from "./paths.mjs";

/** What the database driver takes where an address says nothing; somebody set it for psql and other databases. */
const driverDefaults = /^PG[A-Z]+(_TIMEOUT)?$/;

/**
 * The environment a command and its children get: the chosen Node first on PATH, no telemetry, none of PostgreSQL's own
 * variables, and none of the vendor's, which SDKs read behind one's back. Only the demo sees ANTHROPIC_API_KEY: it
 * stores it as a provider key through the API like any other, and passes it to no child.
 *
 * Node keeps what it compiles: a process that starts later finds its types taken away and its functions compiled.
 * A folder set in the environment takes precedence.
 *
 * @param {NodeJS.ProcessEnv} current
 * @param {{ node: string, command: string }} options
 * @returns {NodeJS.ProcessEnv}
 */
export function commandEnvironment(current, { node, command }) {
  const kept = Object.entries(current).filter(([name]) => {
    if (driverDefaults.test(name)) return false;
    return !name.startsWith("ANTHROPIC_") || (command === "demo" && name === "ANTHROPIC_API_KEY");
  });
  const path = current.PATH ?? "";
  const folder = dirname(node);
  return {
    NODE_COMPILE_CACHE: compileCacheFolder,
    ...Object.fromEntries(kept),
    PATH: path.split(delimiter)[0] === folder ? path : `${folder}${delimiter}${path}`,
    NEXT_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}
