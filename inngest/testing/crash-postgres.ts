import { readdirSync, readFileSync } from "node:fs";
import { type PostgresServer, spawnPostgres } from "#appliance/database/spawn-postgres.ts";

/**
 * Kills a server and all its processes at one blow, as a crash of the machine would, and starts it again over what lies
 * on the disk.
 */
export async function crashPostgres(server: PostgresServer, stateFolder: string): Promise<PostgresServer> {
  const processes = [server.pid, ...childrenOf(server.pid)];
  // Stopped first: none of them sees another one die, and nothing is wound up.
  for (const pid of processes) send(pid, "SIGSTOP");
  for (const pid of processes) send(pid, "SIGKILL");
  await server.exited;
  return spawnPostgres({ stateFolder });
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    // It ended while we looked.
    return 0;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone by itself, with its connection.
  }
}
