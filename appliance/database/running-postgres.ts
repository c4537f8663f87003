import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { PostgresPlace } from "./postgres-place.ts";

/** What `postmaster.pid` says about the server of a data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** Null if no server has written its file, or not all of it yet. */
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
 * Makes way for a new server: one that outlived the process that started it is stopped. PostgreSQL itself cleans up
 * after a killed server, unless its pid was given to another program meanwhile. Throws if the server is still looked
 * after by a living process: stopping it would take the database away from that one.
 */
export async function stopLeftover(place: PostgresPlace): Promise<void> {
  const leftover = readPostmasterFile(place.dataFolder);
  if (leftover === null || !isAlive(leftover.pid)) return;
  const whose = whoseIs(leftover.pid, place.dataFolder);
  if (whose === "another") return forgetPid(place.dataFolder);
  // An orphan has another parent, so a keeper's pid that was given to another program does not mislead.
  const keeper = Number(readKeeper(place));
  if (keeper > 0 && parentOf(leftover.pid) === keeper) {
    throw new Error(`The database in ${place.folder} is in use by process ${keeper}. Stop that one first.`);
  }
  if (whose === "ours") await stopServer(place);
}

/** Records who looks after the server. */
export function writeKeeper(place: PostgresPlace): void {
  if (readKeeper(place) === String(process.pid)) return;
  writeFileSync(join(place.folder, "keeper"), String(process.pid), { mode: 0o600 });
}

function readKeeper(place: PostgresPlace): string {
  try {
    return readFileSync(join(place.folder, "keeper"), "utf8");
  } catch {
    return "";
  }
}

/** Ends all connections, writes a checkpoint and returns when the server is gone; insists if it does not go. */
export async function stopServer(place: PostgresPlace): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    const args = ["stop", "-D", place.dataFolder, "-m", mode, "-w", "-t", "20", "-s"];
    const succeeded = await new Promise<boolean>((resolve) => {
      const child = spawn(place.binaries.pgCtl, args, { ...place.user, cwd: sep, stdio: "ignore" });
      child.once("error", () => resolve(false));
      child.once("exit", (code) => resolve(code === 0));
    });
    const left = readPostmasterFile(place.dataFolder);
    // A killed server leaves its file behind.
    if (succeeded || left === null || !isAlive(left.pid)) return;
  }
  throw new Error(
    `PostgreSQL in ${place.dataFolder} does not stop. Its log is ${join(place.folder, "postgres.log")}.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A server works in its data folder; on systems other than Linux its command line must do. */
function whoseIs(pid: number, dataFolder: string): "ours" | "another" | "unknown" {
  try {
    if (process.platform === "win32") return "unknown";
    const isOurs =
      process.platform === "linux"
        ? readlinkSync(`/proc/${pid}/cwd`) === dataFolder
        : askPs("command", pid).includes(dataFolder);
    return isOurs ? "ours" : "another";
  } catch {
    // Another user's process, which does not let us look.
    return "another";
  }
}

function parentOf(pid: number): number {
  try {
    if (process.platform !== "linux") return Number(askPs("ppid", pid));
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}

function askPs(field: "command" | "ppid", pid: number): string {
  return execFileSync("ps", ["-ww", "-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" });
}

/**
 * PostgreSQL would take the living pid for its own; the other lines lead it to backends that may have survived, so they
 * stay.
 */
function forgetPid(dataFolder: string): void {
  const file = join(dataFolder, "postmaster.pid");
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [neverAPid, ...rest].join("\n"));
}

/** Larger than any system gives out. */
const neverAPid = "2147483646";
