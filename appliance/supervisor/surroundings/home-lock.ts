import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { endProcess } from "../processes/end-process.ts";
import { StartError } from "../start-error.ts";
import { isRunning, markProcess, type ProcessMark } from "./process-mark.ts";

const markSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
const lockSchema = z.object({
  owner: markSchema,
  url: z.string(),
  isStopping: z.boolean(),
  /** What the owner started, so that the next start can end what a killed one left behind. */
  children: z.record(z.string(), markSchema),
});
type LockFile = z.infer<typeof lockSchema>;

/** The right of one process to work on a data folder. */
export interface HomeLock {
  /** Records a child under its name, or with null that it is gone. */
  noteChild(name: string, pid: number | null): void;
  /** From here on another start waits instead of giving up. */
  noteStopping(): void;
  release(): void;
}

/** The Penstock that runs from this folder now; null if none does. */
export function findRunning(home: string): { readonly pid: number; readonly url: string } | null {
  const text = readLock(lockPath(home));
  const lock = text === null ? null : parseLock(text);
  return lock !== null && isRunning(lock.owner) ? { pid: lock.owner.pid, url: lock.url } : null;
}

/** A start whose npm was killed needs a moment to notice it and to stop. */
const patienceMs = 2_000;
const stoppingPatienceMs = 60_000;
const pollMs = 100;
/** When a lock that could not be written is written again. */
const retryMs = 2_000;

/**
 * Takes the folder for this process. If its owner is shutting down, it waits; what a killed start left running is
 * ended. Throws a StartError if a living process holds the folder.
 */
export async function acquireHomeLock(home: string, url: string): Promise<HomeLock> {
  const path = lockPath(home);
  const owner = markProcess(process.pid);
  if (owner === null) throw new Error("This process cannot find its own entry in the process table.");
  const fresh: LockFile = { owner, url, isStopping: false, children: {} };
  const startedAtMs = Date.now();
  for (;;) {
    if (createLock(path, fresh)) return heldLock(path, fresh);
    const text = readLock(path);
    if (text === null) continue;
    const found = parseLock(text);
    if (found !== null && isRunning(found.owner)) {
      await waitForOwner(found, home, Date.now() - startedAtMs);
      continue;
    }
    await Promise.all(Object.values(found?.children ?? {}).map(endOrphan));
    removeStale(path, text);
  }
}

async function waitForOwner(lock: LockFile, home: string, waitedMs: number): Promise<void> {
  if (waitedMs < (lock.isStopping ? stoppingPatienceMs : patienceMs)) return sleep(pollMs);
  throw new StartError(
    `Penstock already runs from ${home} (process ${lock.owner.pid}, ${lock.url}). Stop that one, or give this one a folder of its own with PENSTOCK_HOME.`,
  );
}

const lockPath = (home: string) => join(home, "lock.json");

/** A link appears whole or not at all, and never in place of another: no start sees half a lock. */
function createLock(path: string, content: LockFile): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function heldLock(path: string, fresh: LockFile): HomeLock {
  const children = new Map<string, ProcessMark>();
  const own = `${path}.${process.pid}`;
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(again);
    const content: LockFile = { ...fresh, isStopping, children: Object.fromEntries(children) };
    try {
      writeFileSync(own, JSON.stringify(content), { mode: 0o600 });
      renameSync(own, path);
    } catch {
      // A full disk ends no Penstock. Until it has space, the next start would not know of this change.
      again = setTimeout(write, retryMs);
      again.unref();
    }
  };
  return {
    noteChild(name, pid) {
      const mark = pid === null ? null : markProcess(pid);
      if (mark === null) children.delete(name);
      else children.set(name, mark);
      write();
    },
    noteStopping() {
      isStopping = true;
      write();
    },
    release() {
      clearTimeout(again);
      rmSync(own, { force: true });
      rmSync(path, { force: true });
    },
  };
}

/** Two starts may both find the same stale lock: the one that moved the other's fresh one away puts it back. */
function removeStale(path: string, staleText: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readLock(aside) !== staleText) linkSync(aside, path);
  rmSync(aside, { force: true });
}

async function endOrphan(mark: ProcessMark): Promise<void> {
  if (isRunning(mark)) await endProcess(mark.pid, () => !isRunning(mark));
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Null for what no Penstock of this version wrote, which is as good as stale. */
function parseLock(text: string): LockFile | null {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
