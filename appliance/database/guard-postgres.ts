import { type ChildProcess, spawn } from "node:child_process";
import { sep } from "node:path";
import type { PostgresPlace } from "./postgres-place.ts";

/**
 * A word means that the server is gone; end of input without one, that its keeper is gone: then the server is asked for
 * a fast shutdown.
 */
const script = 'if read -r _; then exit 0; fi; kill -INT "$1"';

/**
 * Ensures that a server ends with the process that looks after it, even after kill -9: a shell waits on a pipe that
 * closes when that process is gone, for whatever reason.
 */
export function guardPostgres(server: ChildProcess, { user }: PostgresPlace): void {
  if (process.platform === "win32" || server.pid === undefined) return;
  const guard = spawn("/bin/sh", ["-c", script, "penstock-guard", String(server.pid)], {
    ...user,
    cwd: sep,
    // In a session of its own: what ends the keeper's whole group must not end the guard.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // A machine without a shell has no guard; the next start stops what is left over.
  guard.once("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  server.once("exit", () => guard.stdin.end("gone\n"));
  guard.unref();
}
