import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const name = /^penstock-test-(\d+)$/;
const removeTries = 20;
const removePauseMs = 250;

/** The temporary files of one run of tests. */
export interface ScratchFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Creates the folder for all temporary files of this process and its children, and deletes those of earlier ones that
 * were killed: a killed test server leaves its data behind.
 */
export async function makeScratchFolder(parent: string): Promise<ScratchFolder> {
  await removeLeftBehind(parent);
  const path = join(parent, `penstock-test-${process.pid}`);
  // PostgreSQL may run as another user, which must be able to reach its own folder.
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o711);
  return { path, remove: () => removeFolder(path) };
}

/** Deletes the folders of runs that were killed; a parent that does not exist has none. */
export async function removeLeftBehind(parent: string): Promise<void> {
  if (!existsSync(parent)) return;
  await Promise.all(
    readdirSync(parent)
      .filter(isLeftBehind)
      .map((left) => removeFolder(join(parent, left))),
  );
}

function isLeftBehind(folder: string): boolean {
  const pid = Number(name.exec(folder)?.[1]);
  if (Number.isNaN(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/**
 * A server that was killed with its runner may still write for a moment. What cannot be deleted is left to the next
 * run.
 */
async function removeFolder(path: string): Promise<void> {
  for (let tries = 0; tries < removeTries && existsSync(path); tries += 1) {
    if (tries > 0) await sleep(removePauseMs);
    try {
      // `force` treats a file that disappears meanwhile as done; the next check tells whether it is.
      rmSync(path, { recursive: true, force: true });
    } catch {}
  }
}
