import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const name = /^penstock-test-(\d+)$/;
const removeTries = 20;
const removePauseMs = 250;

/** Where one `npm test` keeps what is of use to it alone. */
export interface ScratchFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes the folder of temporary files for all that this process starts, and removes those of earlier ones that were
 * killed: a test server that is killed with its runner leaves its data behind.
 */
export async function makeScratchFolder(parent: string): Promise<ScratchFolder> {
  await Promise.all(
    readdirSync(parent)
      .filter(isLeftBehind)
      .map((left) => removeFolder(join(parent, left))),
  );
  const path = join(parent, `penstock-test-${process.pid}`);
  // PostgreSQL may run as another user: it must come through here to its own folder.
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o711);
  return { path, remove: () => removeFolder(path) };
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
 * A server that was killed with its runner writes for a moment more. What cannot be removed is left to the next one.
 */
async function removeFolder(path: string): Promise<void> {
  for (let tries = 0; tries < removeTries && existsSync(path); tries += 1) {
    if (tries > 0) await sleep(removePauseMs);
    try {
      // `force` takes a file that goes meanwhile for the end of the work: whether it is, the next look tells.
      rmSync(path, { recursive: true, force: true });
    } catch {}
  }
}
