import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "#core/errors.ts";
import type { BodyKey, BodySource, BodyStore } from "./body-store.ts";
import { filesUnavailable } from "./unavailable.ts";

/**
 * Stores bytes in a folder, with one subfolder per workspace. A file is written under a temporary name, and gets its
 * final name when it is complete and flushed to disk.
 */
export function createFolderBodies(folder: string): BodyStore {
  const pathOf = ({ workspaceId, sha256 }: BodyKey) => join(folder, workspaceId, sha256.slice(0, 2), sha256);
  return {
    put: (key, source) => guarded(() => write(pathOf(key), source)),
    read: (key, { first, count }) =>
      guarded(async () => {
        const file = await openOrNull(pathOf(key));
        if (file === null) return null;
        // The range ends after the last byte, or before the first: nothing is read.
        if (count > 0) return createReadStream("", { fd: file, start: first, end: first + count - 1 });
        await file.close();
        return nothing();
      }),
    remove: (key) => guarded(() => rm(pathOf(key), { force: true })),
  };
}

async function write(path: string, source: BodySource): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}`;
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      for await (const chunk of source.open()) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Flushes the directory entry, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openOrNull(path: string) {
  try {
    return await open(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new AppError(
        "STORAGE_FULL",
        "The disk that files are kept on is full. Make room, then try again.",
        {
          cause: error,
        },
      );
    }
    throw filesUnavailable(`its folder reports ${code}`, error);
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
