import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

const memory = "/dev/shm";
/** Several times what all database tests at once take there. */
const neededBytes = 2 * 1024 ** 3;

/**
 * Where the data of the tests' server lie: in memory where there is room, since a database is copied and dropped there
 * in half of the processor time that it takes on a disk.
 */
export async function chooseTestFolder(): Promise<string> {
  // A container often has next to nothing there, and other systems have no such folder.
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  const hasRoom = bavail * bsize >= neededBytes && process.availableMemory() >= 3 * neededBytes;
  return hasRoom ? memory : tmpdir();
}
