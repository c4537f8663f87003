import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id is the library's default algorithm; these are OWASP's figures for it. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer input is rejected: hashing is work that anyone can request. */
export const maxPasswordBytes = 1024;

const slots = availableParallelism();
let busySlots = 0;
const queue: (() => void)[] = [];

/** Each hash takes 19 MB and a core for tens of milliseconds, so at most one per core runs at a time. */
async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  if (busySlots >= slots) await new Promise<void>((resolve) => queue.push(resolve));
  else busySlots += 1;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) busySlots -= 1;
    else next();
  }
}

/** @returns a PHC string: algorithm, costs, salt and hash. */
export async function hashPassword(password: string): Promise<string> {
  return inSlot(() => hash(password, cost));
}

let nobodysHash: Promise<string> | null = null;

/**
 * Whether the password matches. `stored` is null for an account that does not exist or has no password: the answer is
 * then false after the same work, so that timing does not reveal which accounts exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (Buffer.byteLength(password, "utf8") > maxPasswordBytes) return false;
  nobodysHash ??= hashPassword("nobody has this password");
  const against = stored ?? (await nobodysHash);
  const matches = await inSlot(() => verify(against, password));
  return stored !== null && matches;
}
