import { execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { PostgresPlace } from "./postgres-place.ts";

/** What `postmaster.pid` says about the server of a data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** Null when no server has written its file, or not all of it yet. */
export function readPostmasterFile(dataFolder: string): PostmasterFile | null {
  try {
    const lines = readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return null;
    return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

/**
 * Makes the way free for a new server: one that outlived the process that started it is stopped, and the file of one that was
 * killed is removed. Its pid may meanwhile belong to another program, which is left alone. Throws when the server is still
 * looked after by a living process: stopping it would take the database away from that one.
 */
export async function stopLeftover(place: PostgresPlace): Promise<void> {
  const leftover = readPostmasterFile(place.dataFolder);
  if (leftover === null) return;
  if (!describe(leftover.pid, "command").includes(place.dataFolder)) {
    rmSync(join(place.dataFolder, "postmaster.pid"), { force: true });
    return;
  }
  // An orphan has got another parent, so a keeper's pid that was given to another program does not mislead.
  const keeper = Number(readKeeper(place));
  if (keeper > 0 && Number(describe(leftover.pid, "ppid")) === keeper) {
    throw new Error(`The database in ${place.folder} is in use by process ${keeper}. Stop that one first.`);
  }
  await stopServer(place);
}

/** Leaves word who looks after the server. */
export function writeKeeper(place: PostgresPlace): void {
  writeFileSync(join(place.folder, "keeper"), String(process.pid), { mode: 0o600 });
}

function readKeeper(place: PostgresPlace): string {
  try {
    return readFileSync(join(place.folder, "keeper"), "utf8");
  } catch {
    return "";
  }
}

/** Ends all connections, writes a checkpoint and returns when the server is gone; insists when it does not go. */
export async function stopServer(place: PostgresPlace): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    const args = ["stop", "-D", place.dataFolder, "-m", mode, "-w", "-t", "20", "-s"];
    const succeeded = await new Promise<boolean>((resolve) => {
      const child = spawn(place.binaries.pgCtl, args, { ...place.user, cwd: sep, stdio: "ignore" });
      child.once("error", () => resolve(false));
      child.once("exit", (code) => resolve(code === 0));
    });
    if (succeeded || readPostmasterFile(place.dataFolder) === null) return;
  }
  throw new Error(
    `PostgreSQL in ${place.dataFolder} does not stop. Its log is ${join(place.folder, "postgres.log")}.`,
  );
}

/** The command line or the parent of a process; empty when there is none, or on a system that does not tell. */
function describe(pid: number, what: "command" | "ppid"): string {
  try {
    if (process.platform === "win32") return "";
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-ww", "-o", `${what}=`, "-p", String(pid)], { encoding: "utf8" });
    }
    if (what === "command") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}
