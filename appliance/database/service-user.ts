import { readFileSync } from "node:fs";
import { chmod, chown, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The account PostgreSQL runs as. It refuses to run as root, so root uses another account. */
export interface ServiceUser {
  readonly uid: number;
  readonly gid: number;
}

const candidates = ["postgres", "nobody"];

/** Null if this process is not root: PostgreSQL then runs as the user that started it. */
export function findServiceUser(): ServiceUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of candidates) {
    const account = accounts.find((fields) => fields[0] === name);
    const uid = Number(account?.[2]);
    const gid = Number(account?.[3]);
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid };
  }
  throw new Error(
    "PostgreSQL cannot run as root, and this machine has neither a user `postgres` nor `nobody`. " +
      "Start Penstock as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.",
  );
}

/** True if the user may traverse the folder and all folders above it. */
export async function canReach(user: ServiceUser, folder: string): Promise<boolean> {
  const info = await stat(folder);
  const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001;
  if ((info.mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canReach(user, parent);
}

/** Lets the user traverse a private folder of root's: no listing, no reading, and nobody else gets more. */
export async function letThrough(user: ServiceUser, folder: string): Promise<void> {
  const { mode, uid } = await stat(folder);
  await chown(folder, uid, user.gid);
  await chmod(folder, (mode & 0o707) | 0o010);
}
