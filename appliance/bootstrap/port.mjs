import { createServer } from "node:net";

const commandsThatServe = new Set(["start", "dev", "demo"]);

/**
 * Why nobody can listen there, as the system's code; null when the port is free.
 *
 * @param {string} host @param {number} port
 * @returns {Promise<string | null>}
 */
export function tryToListen(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve("code" in error ? String(error.code) : "UNKNOWN"));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

/** @param {number} port @param {string} command what the person typed */
export function takenMessage(port, command) {
  return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} ${command}`;
}

/**
 * Refuses a taken port before packages are installed for a command that would listen on it. What else may be wrong with
 * the address the start itself tells.
 *
 * @param {NodeJS.ProcessEnv} environment @param {string} command
 */
export async function requirePortToServe(environment, command) {
  const port = Number(environment.PORT ?? "3000");
  if (!commandsThatServe.has(command) || !Number.isInteger(port) || port < 1 || port > 65_535) return;
  const fault = await tryToListen(environment.HOST ?? "127.0.0.1", port);
  if (fault === "EADDRINUSE")
    throw new Error(takenMessage(port, command === "start" ? "npm start" : `npm run ${command}`));
}
