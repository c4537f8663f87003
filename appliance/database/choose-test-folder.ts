import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { removeLeftBehind } from "./scratch-folder.ts";

/** Several times what all database tests together use. */
const neededBytes = 2 * 1024 ** 3;

/**
 * Where the tests' server keeps its data: in memory where there is room, since copying and dropping a database takes
 * half of the processor time there. What killed runs left in memory is deleted first: it would otherwise take the room,
 * and stay until the machine starts again.
 */
export async function chooseTestFolder(memory = "/dev/shm"): Promise<string> {
  await removeLeftBehind(memory);
  // Containers often have very little shared memory, and other systems have no such folder.
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  const hasRoom = bavail * bsize >= neededBytes && process.availableMemory() >= 3 * neededBytes;
  return hasRoom ? memory : tmpdir();
}
